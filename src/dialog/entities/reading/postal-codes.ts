import { languageOf, perLocale, usableLocale } from './folded.ts'

const FIVE = String.raw`\d{5}`
const FOUR = String.raw`[1-9]\d{3}`
const SIX = String.raw`\d{6}`

/** How the post of a country writes its codes. */
const byRegion: Record<string, string> = {
  US: String.raw`\d{5}(?:-\d{4})?`,
  GB: String.raw`[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}`,
  CA: String.raw`[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d`,
  IE: String.raw`[A-Z]\d[\dW] ?[A-Z\d]{4}`,
  NL: String.raw`[1-9]\d{3} ?[A-Z]{2}`,
  JP: String.raw`〒? ?\d{3}-?\d{4}`,
  BR: String.raw`\d{5}-?\d{3}`,
  PT: String.raw`\d{4}-\d{3}`,
  PL: String.raw`\d{2}-\d{3}`,
  SE: String.raw`\d{3} ?\d{2}`,
  CZ: String.raw`\d{3} ?\d{2}`,
  SK: String.raw`\d{3} ?\d{2}`,
  GR: String.raw`\d{3} ?\d{2}`,
  IN: String.raw`[1-9]\d{2} ?\d{3}`,
  TW: String.raw`\d{3}(?:-?\d{2,3})?`,
  ...Object.fromEntries('DE FR ES IT TR KR FI MX SA UA HR RS TH MY ID VN PE MA EG'.split(' ').map((region) => [region, FIVE])),
  ...Object.fromEntries('AT CH BE DK NO HU AU NZ BG SI LU ZA PH CY LV'.split(' ').map((region) => [region, FOUR])),
  ...Object.fromEntries('CN RU SG RO KZ CO'.split(' ').map((region) => [region, SIX])),
}

/** Where a language is spoken most, for locales that name no country. */
const regionsOf: Record<string, readonly string[]> = { en: ['US', 'GB', 'CA'], de: ['DE', 'AT', 'CH'], fr: ['FR', 'BE', 'CH', 'CA'], es: ['ES', 'MX'], it: ['IT', 'CH'], pt: ['PT', 'BR'], nl: ['NL', 'BE'], sv: ['SE'], tr: ['TR'], ja: ['JP'], zh: ['CN', 'TW'], ko: ['KR'] }

/** Written by others, and not to be mistaken for numbers. */
const unmistakable = ['US', 'GB', 'CA', 'NL', 'JP', 'BR', 'PT', 'PL']

/** The codes of the customer's own country first, then those that are like no number. */
export const postalCodes = perLocale((locale): readonly RegExp[] => {
  const { region } = new Intl.Locale(usableLocale(locale))
  const near = region ? [region] : (regionsOf[languageOf(locale)] ?? [])
  return [...new Set([...near, ...unmistakable])].flatMap((code) => byRegion[code] ?? []).map((form) => new RegExp(`(?<![\\p{L}\\p{N}-])${form}(?![\\p{L}\\p{N}]|-\\d)`, 'giu'))
})
