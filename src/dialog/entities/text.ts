import { fromJson } from '../fx.ts'
import type { EntityKind } from './define-entity.ts'

/** Whatever is said, word for word. */
export const text: EntityKind = {
  kind: 'StringPrebuiltEntity',
  title: "The customer's whole answer",
  match: (said) => (said.trim() ? { value: said, exact: false } : undefined),
}

const carrier = /^(?:(?:hi|hello|hey)[,!. ]+)?(?:my (?:full |first |last )?name is|i am called|call me|this is|it is|it's|its|i'm|i am|from|in|at|we are in|i live in|i'm from|i am from|the)\s+/i

/** Names of people and places: recognising them takes a language model, so the answer without its lead-in is taken. */
const named = (kind: string, title: string): EntityKind => ({
  kind,
  title,
  partly: 'no names are recognised: the answer counts, without a lead-in like "my name is"',
  match(said) {
    const value = said.trim().replace(carrier, '').replace(/[.!]+$/, '').trim()
    return value ? { value, exact: false } : undefined
  },
})

export const namedEntities: readonly EntityKind[] = [
  named('PersonNamePrebuiltEntity', 'Person name'),
  named('CityPrebuiltEntity', 'City'),
  named('StatePrebuiltEntity', 'State'),
  named('CountryOrRegionPrebuiltEntity', 'Country or region'),
  named('ContinentPrebuiltEntity', 'Continent'),
  named('OrganizationPrebuiltEntity', 'Organization'),
  named('StreetAddressPrebuiltEntity', 'Street address'),
  named('PointOfInterestPrebuiltEntity', 'Point of interest'),
  named('EventPrebuiltEntity', 'Event'),
  named('LanguagePrebuiltEntity', 'Language'),
  named('ColorPrebuiltEntity', 'Color'),
]

const pattern = (kind: string, title: string, expression: RegExp): EntityKind => ({
  kind,
  title,
  slot: true,
  match(said) {
    const value = expression.exec(said)?.[0]
    return value ? { value, exact: value.length === said.trim().length } : undefined
  },
})

export const patternEntities: readonly EntityKind[] = [
  pattern('EmailPrebuiltEntity', 'Email', /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u),
  pattern('URLPrebuiltEntity', 'URL', /(?:https?:\/\/|www\.)[^\s<>"']{2,2000}|\b[a-z0-9-]{1,63}\.(?:com|org|net|edu|gov|io|dev|info|co)(?:\/[^\s<>"']{0,2000})?/i),
  pattern('PhoneNumberPrebuiltEntity', 'Phone number', /(?:\+|\b)\(?\d[\d\s().-]{5,20}\d\b/),
  pattern('ZipCodePrebuiltEntity', 'Zip code', /\b\d{5}(?:-\d{4})?\b|\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b/),
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
