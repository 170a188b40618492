import { fold, languageOf, longestFirst, perLocale } from './folded.ts'

/** What is measured: the kinds of numbers that have a unit. */
export type Measure = 'percent' | 'age' | 'money' | 'temperature' | 'speed' | 'weight'

/** The words and signs of a measure's units, folded, the longest first; they stand behind the number or in front of it. */
export type Units = { after: readonly string[]; before: readonly string[] }

/** CLDR knows most names of units in every language; what people say besides is listed. */
export const unitsOf = (measure: Measure, locale: string): Units => tables(locale)[measure]

const unitNames: Record<Measure, readonly string[]> = {
  percent: ['percent'],
  age: ['year', 'month'],
  money: [],
  temperature: ['celsius', 'fahrenheit', 'degree'],
  speed: ['kilometer-per-hour', 'mile-per-hour', 'meter-per-second'],
  weight: ['kilogram', 'gram', 'pound', 'ounce', 'stone'],
}

const everywhere: Record<Measure, string> = {
  percent: '%|‰',
  age: '',
  money: '$|€|£|¥|₩|₺|₹|₽|zł|kr|chf|usd|eur|gbp|jpy|cny|krw|try|sek|nok|dkk|brl|inr|cad|aud',
  temperature: '°c|°f|°|c|f|k|celsius|fahrenheit|kelvin',
  speed: 'km/h|kmh|kph|mph|m/s|mi/h|kn',
  weight: 'kg|g|mg|lb|lbs|oz|t',
}

/** By language, behind the number; `~` marks what stands in front of it. */
const spoken: Record<string, Partial<Record<Measure, string>>> = {
  en: { age: 'years old|year old|years of age|year-old|yrs|yr|y/o|months old', money: 'dollars|dollar|bucks|cents|cent|pounds|quid|euros', temperature: 'degrees|degree|degrees celsius|degrees fahrenheit|degrees c|degrees f|below zero', speed: 'miles an hour|kilometers an hour|kilometres an hour|kilometres per hour|knots|knot', weight: 'kilos|kilo|kilogrammes|tons|ton|tonnes|tonne|pounds|lb' },
  de: { age: 'jahre alt|jahr alt|jahre|jährig|monate alt', money: 'euro|euros|dollar|us-dollar|cent|franken|pfund', temperature: 'grad|grad celsius|grad fahrenheit|grad c', speed: 'stundenkilometer|kilometer pro stunde|km pro stunde|kmh|knoten', weight: 'kilo|kilos|gramm|pfund|tonnen|tonne|zentner' },
  fr: { age: 'ans|an|mois', money: 'euros|dollars|centimes|balles', temperature: 'degrés|degré|degrés celsius|degrés fahrenheit', speed: 'kilomètres à l\'heure|kilomètres heure|km heure|nœuds', weight: 'kilos|kilo|grammes|tonnes|tonne|livres' },
  es: { percent: 'por cien|por ciento', age: 'años|año|meses', money: 'euros|dólares|dólar|pesos|céntimos', temperature: 'grados|grado|grados celsius|grados fahrenheit|grados centígrados', speed: 'kilómetros por hora|nudos', weight: 'kilos|kilo|gramos|toneladas|libras' },
  it: { percent: 'per cento', age: 'anni|anno|mesi', money: 'euro|dollari|centesimi', temperature: 'gradi|grado|gradi celsius|gradi fahrenheit', speed: "chilometri all'ora|chilometri orari|km all'ora|nodi", weight: 'chili|chilo|kili|kilo|grammi|tonnellate|libbre' },
  pt: { age: 'anos|ano|meses', money: 'reais|real|euros|dólares|centavos|~r$', temperature: 'graus|grau|graus celsius|graus fahrenheit', speed: 'quilômetros por hora|quilómetros por hora|nós', weight: 'quilos|quilo|gramas|toneladas|libras' },
  nl: { age: 'jaar oud|jaren|jaar|maanden oud', money: 'euro|euros|dollar|cent', temperature: 'graden|graad|graden celsius|graden fahrenheit', speed: 'km/u|kilometer per uur|knopen', weight: "kilo|kilo's|gram|pond|ton" },
  sv: { age: 'år gammal|år gamla|år gammalt|år|månader', money: 'kronor|krona|kr|euro|dollar|spänn', temperature: 'grader|grad|grader celsius|grader fahrenheit', speed: 'kilometer i timmen|kilometer per timme|km i timmen|knop', weight: 'kilo|gram|ton|pund' },
  tr: { percent: '~%|~yüzde', age: 'yaşında|yaşındayım|yaş|yaşındadır|aylık', money: 'tl|lira|euro|dolar|kuruş|sterlin', temperature: 'derece|santigrat|fahrenhayt', speed: 'km/sa|kilometre|~saatte', weight: 'kilo|kilogram|gram|ton' },
  ja: { percent: 'パーセント|割', age: '歳|才|さい|か月', money: '円|ドル|ユーロ|ポンド|元|~¥', temperature: '度|℃|°C|~摂氏|~華氏', speed: 'キロ|km|~時速', weight: 'キロ|キログラム|グラム|トン|ポンド' },
  zh: { percent: '~百分之|成', age: '岁|歲|周岁|个月', money: '元|块|块钱|人民币|美元|美金|欧元|英镑|日元|港币|~¥', temperature: '度|摄氏度|华氏度|~摄氏|~华氏', speed: '公里|千米每小时|公里每小时|~每小时|~时速', weight: '公斤|千克|克|斤|吨|磅' },
  ko: { percent: '퍼센트|프로', age: '살|세|개월', money: '원|달러|유로|엔|파운드', temperature: '도|~섭씨|~화씨', speed: '킬로미터|킬로|~시속', weight: '킬로그램|킬로|그램|톤|파운드|근' },
}

const tables = perLocale((locale): Record<Measure, Units> => {
  const of = (measure: Measure): Units => {
    const words = [everywhere[measure], spoken[languageOf(locale)]?.[measure] ?? '', spoken['en']?.[measure] ?? ''].flatMap((list) => list.split('|'))
    const names = measure === 'money' ? currencyNames(locale) : unitNames[measure].flatMap((unit) => namesOfUnit(unit, locale))
    const plain = [...words.filter((word) => !word.startsWith('~')), ...names].map(fold)
    const front = words.filter((word) => word.startsWith('~')).map((word) => fold(word.slice(1)))
    return { after: longestFirst(plain), before: longestFirst([...front, ...(measure === 'money' ? plain : [])]) }
  }
  return { percent: of('percent'), age: of('age'), money: of('money'), temperature: of('temperature'), speed: of('speed'), weight: of('weight') }
})

/** Enough to see every plural form there is. */
const AMOUNTS = [0, 1, 2, 5, 11, 1.5]

function namesOfUnit(unit: string, locale: string): string[] {
  return (['long', 'short', 'narrow'] as const).flatMap((unitDisplay) =>
    AMOUNTS.map((amount) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).formatToParts(amount).filter(({ type }) => type === 'unit').map(({ value }) => value).join(' ').trim()),
  )
}

/** The money people pay with most; the names of all would fill the memory of every language. */
const currencies = ['USD', 'EUR', 'GBP', 'JPY', 'CNY', 'KRW', 'TRY', 'SEK', 'NOK', 'DKK', 'CHF', 'BRL', 'INR', 'CAD', 'AUD', 'MXN', 'PLN', 'CZK', 'HUF', 'RON', 'RUB', 'UAH', 'ILS', 'AED', 'SAR', 'ZAR', 'THB', 'IDR', 'SGD', 'HKD', 'NZD', 'ARS', 'CLP', 'COP']

function currencyNames(locale: string): string[] {
  return currencies.flatMap((currency) => [
    currency,
    ...AMOUNTS.map((amount) => currencyPart(locale, currency, 'name', amount)),
    currencyPart(locale, currency, 'symbol', 1),
    currencyPart(locale, currency, 'narrowSymbol', 1),
  ])
}

const currencyPart = (locale: string, currency: string, currencyDisplay: 'name' | 'symbol' | 'narrowSymbol', amount: number): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).formatToParts(amount).find(({ type }) => type === 'currency')?.value.trim() ?? ''
