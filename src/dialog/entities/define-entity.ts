import type { FxValue } from '../fx.ts'
import type { Turn } from '../turn.ts'

/** How a node names the entity it wants: `BooleanPrebuiltEntity`, or an object with that kind and its options. */
export type EntityReference = { kind: string; [member: string]: unknown }

/** An entity component, or the definition inside an EmbeddedEntity. */
export type EntityDefinition = ClosedListDefinition | { kind: 'RegexEntity'; name: string; pattern: string }

/** `name` is its option set; formulas may call that by `alias` as well. */
export type ClosedListDefinition = { kind: 'ClosedListEntity'; name: string; alias?: string; smart: boolean; items: readonly ListItem[] }

export type ListItem = { id: string; title: string; synonyms: readonly string[] }

/** One of the answers a prompt offers. */
export type Option = ListItem & { value: FxValue }

/** What was found in a text. */
export type Match = {
  value: FxValue
  /** The text is nothing but the value. */
  exact: boolean
  /** The customer's own words for it. */
  literal?: string
  /** What the words may mean as well; the question lets the customer choose. */
  or?: readonly Option[]
}

/** Where the entity is asked for, which names the option set of an inline list. */
export type Place = { topic: string; trigger: string; node: string }

/** A kind of entity. To add one, write it in a file of its own and put it into the list of `index.ts`. */
export type EntityKind = {
  kind: string
  title: string
  /** What the original entity does and this one does not, for docs/node-kinds.md. */
  partly?: string
  /** The answers to offer as buttons. */
  options?(reference: EntityReference, turn: Turn, place: Place): Option[]
  match(text: string, reference: EntityReference, turn: Turn, place: Place): Match | undefined
  /** Every value a text holds for sure, from left to right: what may be found in the sentence that started the topic. */
  matchAll?(text: string, reference: EntityReference, turn: Turn, place: Place): Match[]
  /** Reads what came without words: a file. */
  matchActivity?(turn: Turn): Match | undefined
}
