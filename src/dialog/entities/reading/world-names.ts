import { languageOf, perLocale } from './folded.ts'
import { NameIndex } from './name-index.ts'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
/** UN M49: Africa, the Americas with their parts, Asia, Europe, Oceania; and Antarctica. */
const CONTINENTS = ['002', '019', '003', '005', '013', '021', '142', '150', '009', '053', 'AQ']
/** Codes that stand for no country: unions, outlying and pseudo regions. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AQ'])

/** What people say that is in no list of CLDR. */
const moreCountries: Record<string, string> = {
  en: "USA|U.S.A.|US|U.S.|the States|America|UK|U.K.|Britain|Great Britain|England|Scotland|Wales|Northern Ireland|Holland|Turkey|Czech Republic|South Korea|North Korea|Russia|UAE|Ivory Coast|Burma|Congo|Korea",
  de: 'USA|Amerika|Großbritannien|England|Schottland|Holland|Tschechische Republik|Türkei|VAE|Weißrussland|Südkorea',
  fr: 'USA|Amérique|Angleterre|Écosse|Grande-Bretagne|Hollande|République tchèque|Corée',
  es: 'EE. UU.|EEUU|USA|Inglaterra|Escocia|Gran Bretaña|Holanda|Corea',
  it: 'USA|America|Inghilterra|Scozia|Gran Bretagna|Olanda|Corea',
  pt: 'EUA|USA|América|Inglaterra|Escócia|Grã-Bretanha|Holanda|Coreia',
  nl: 'USA|VS|Amerika|Engeland|Schotland|Groot-Brittannië|Holland|Korea',
  sv: 'USA|Amerika|England|Skottland|Storbritannien|Holland|Korea',
  tr: 'ABD|Amerika|İngiltere|İskoçya|Hollanda|Kore',
  ja: 'アメリカ|米国|イギリス|英国|韓国|中国|オランダ|日本国',
  zh: '美国|美國|英国|英國|韩国|中国大陆|荷兰',
  ko: '미국|영국|한국|중국|네덜란드|터키',
}

const moreContinents: Record<string, string> = {
  en: 'Antarctica|Australia|North America|South America|Latin America|Africa|Asia|Europe',
  de: 'Antarktis|Australien|Nordamerika|Südamerika|Lateinamerika|Amerika',
  fr: 'Antarctique|Océanie|Amérique|Amérique latine|Australie',
  es: 'Antártida|América del Norte|América del Sur|Norteamérica|Sudamérica|Suramérica|Latinoamérica|Australia',
  it: "Antartide|Nord America|Nordamerica|Sud America|Sudamerica|America Latina|America del Nord|America del Sud|Australia",
  pt: 'Antártida|América do Norte|América do Sul|América Latina|Austrália',
  nl: 'Antarctica|Noord-Amerika|Zuid-Amerika|Latijns-Amerika|Australië',
  sv: 'Antarktis|Nordamerika|Sydamerika|Latinamerika|Australien',
  tr: 'Antarktika|Kuzey Amerika|Güney Amerika|Avustralya',
  ja: '南極|北米|南米|北アメリカ|南アメリカ|欧州|豪州|オーストラリア',
  zh: '南极洲|北美|南美|拉丁美洲|大洋洲|澳洲|北美洲|南美洲',
  ko: '남극|북미|남미|북아메리카|남아메리카|오세아니아|호주',
}

const said = (lists: Record<string, string>, locale: string): string[] => (lists[languageOf(locale)] ?? '').split('|').filter(Boolean)

function namesOf(locale: string, type: 'region' | 'language', codes: readonly string[]): string[] {
  return (['long', 'short'] as const).flatMap((style) => {
    const names = new Intl.DisplayNames(locale, { type, style, fallback: 'none' })
    return codes.flatMap((code) => names.of(code) ?? [])
  })
}

/** "Hong Kong SAR China" and "Myanmar (Burma)" are said without what explains them. */
const plain = (names: readonly string[]): string[] => names.flatMap((name) => [name, ...name.split(/\s*[(（)）]\s*/)])

export const countries = perLocale((locale) => new NameIndex(plain([...namesOf(locale, 'region', PAIRS.filter((code) => !NO_COUNTRY.has(code))), ...said(moreCountries, locale)])))
export const continents = perLocale((locale) => new NameIndex([...namesOf(locale, 'region', CONTINENTS), ...said(moreContinents, locale)]))
export const languages = perLocale((locale) => new NameIndex(plain(namesOf(locale, 'language', [...PAIRS.map((code) => code.toLowerCase()), 'fil', 'yue', 'gsw', 'haw', 'zh-Hans', 'zh-Hant', 'pt-BR', 'en-GB', 'en-US']))))
