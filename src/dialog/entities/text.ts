import { fromJson } from '../fx.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, Match } from './define-entity.ts'
import { postalCodes } from './reading/postal-codes.ts'

/** Whatever is said, word for word. */
export const text: EntityKind = {
  kind: 'StringPrebuiltEntity',
  title: "The customer's whole answer",
  match: (said) => (said.trim() ? { value: said, exact: false, literal: said } : undefined),
}

/** Longer answers are read up to here. */
const LONGEST = 4_000

/** Texts of a certain form. The expressions count on nothing that could take them long: every repeat has an end. */
const pattern = (kind: string, title: string, expressions: (turn: Turn) => readonly RegExp[], tidy = (value: string): string | undefined => value, isSure = (_value: string) => true): EntityKind => {
  const matchAll = (said: string, turn: Turn): Match[] => {
    for (const expression of expressions(turn)) {
      const values = said.slice(0, LONGEST).match(expression)?.flatMap((value) => tidy(value) ?? []) ?? []
      if (values.length > 0) return values.map((value) => ({ value, exact: value.length === said.trim().length, literal: value }))
    }
    return []
  }
  return { kind, title, match: (said, _reference, turn) => matchAll(said, turn)[0], matchAll: (said, _reference, turn) => matchAll(said, turn).filter(({ literal = '' }) => isSure(literal)) }
}

const email = [/[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu]
/** With http or www any name; otherwise one that ends as sites do, because people forget the space behind a full stop. */
const url = [/(?:https?:\/\/|www\.)[^\s<>"']{2,2000}|(?<![\p{L}\p{N}@.-])(?:[\p{L}\p{N}-]{1,63}\.){1,5}(?:com|org|net|edu|gov|io|dev|info|biz|app|ai|eu|uk|us|ca|de|at|ch|fr|es|it|pt|br|nl|be|lu|se|no|dk|fi|pl|cz|tr|jp|cn|kr|in|au|ru|mx)(?![\p{L}\p{N}-]|\.\p{L})(?:[/?#][^\s<>"']{0,2000})?/giu]
const phone = [/(?:\+|(?<![\p{L}\p{N}]))\(?\p{Nd}[\p{Nd} ().\/\u00a0-]{4,22}\p{Nd}(?!\p{N})/gu]

/** ITU-T E.164 allows 15 digits; fewer than 6 are no number one could call from elsewhere. */
function phoneNumber(value: string): string | undefined {
  const digits = value.match(/\p{Nd}/gu)?.length ?? 0
  const isDate = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/.test(value)
  return digits >= 6 && digits <= 15 && !isDate ? value : undefined
}

export const patternEntities: readonly EntityKind[] = [
  pattern('EmailPrebuiltEntity', 'Email', () => email, (value) => value.replace(/^[.'-]+/, '')),
  pattern('URLPrebuiltEntity', 'URL', () => url, (value) => value.replace(/[.,;:!?)\]]+$/, '')),
  pattern('PhoneNumberPrebuiltEntity', 'Phone number', () => phone, phoneNumber, (value) => /^\+|\d[\s().\/-]+\d/.test(value) || value.length > 8),
  pattern('ZipCodePrebuiltEntity', 'Zip code', (turn) => postalCodes(turn.locale)),
]

export const file: EntityKind = {
  kind: 'FilePrebuiltEntity',
  title: 'File',
  match: () => undefined,
  matchActivity(turn) {
    const attachment = turn.activity?.attachments?.[0]
    if (!attachment) return undefined
    return { value: fromJson({ Name: attachment.name ?? '', ContentType: attachment.contentType, Content: attachment.contentUrl ?? '' }), exact: true }
  },
}
