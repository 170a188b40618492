import type { FxValue } from '../fx.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, Match, Option } from './define-entity.ts'
import { foldText, isSilent, languageOf, literalOf } from './reading/folded.ts'
import type { Folded } from './reading/folded.ts'

/** Something in a text, by its places in the folded text. `weak`: it counts only as the answer to a question for it. */
export type Found = { value: FxValue; start: number; end: number; weak?: boolean; or?: readonly Option[] }

type Recognizer = {
  kind: string
  title: string
  partly?: string
  /** From left to right. Words of English are understood in every language, when nothing else is. */
  find(folded: Folded, locale: string, turn: Turn, reference: EntityReference): Found[]
}

/** A kind of entity that is found inside of sentences. */
export function defineRecognizer({ find, ...about }: Recognizer): EntityKind {
  const search = (text: string, reference: EntityReference, turn: Turn) => {
    const folded = foldText(text)
    const found = find(folded, turn.locale, turn, reference)
    return { folded, found: found.length > 0 || languageOf(turn.locale) === 'en' ? found : find(folded, 'en-US', turn, reference) }
  }
  return {
    ...about,
    match(text, reference, turn) {
      const { folded, found } = search(text, reference, turn)
      const best = found.find((one) => !one.weak) ?? found[0]
      return best && toMatch(folded, best)
    },
    matchAll(text, reference, turn) {
      const { folded, found } = search(text, reference, turn)
      return found.filter((one) => !one.weak).map((one) => toMatch(folded, one))
    },
  }
}

function toMatch(folded: Folded, { value, start, end, or }: Found): Match {
  const exact = isSilent(folded.text.slice(0, start)) && isSilent(folded.text.slice(end))
  return { value, exact, literal: literalOf(folded, start, end), ...(or ? { or } : {}) }
}
