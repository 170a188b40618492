import { fold, languageOf, longestFirst, perLocale } from './folded.ts'

/**
 * The words numbers are made of. `units` add up; `small` multiply what stands in front of them (hundred), `big` close a
 * group (thousand, million). `joins` may stand between. `bound` forms count only in front of another part ("vent-uno").
 * Compounds need no entries of their own: a word is read from its longest parts.
 */
type Words = {
  units: Record<string, number>
  small: Record<string, number>
  big: Record<string, number>
  joins: readonly string[]
  bound?: Record<string, number>
  minus: readonly string[]
  ordinals: Record<string, number>
  /** "and a half" */
  half?: readonly string[]
  /** What stands around digits or number words that count places. */
  before?: readonly string[]
  after: readonly string[]
}

const listed = (from: number, words: string, step = 1): Record<string, number> => Object.fromEntries(words.split(' ').flatMap((word, index) => word.split('|').map((form) => [form, from + index * step])))
const endings = (words: Record<string, number>, suffixes: readonly string[], least = 0, most = Infinity): Record<string, number> =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value >= least && value <= most).flatMap(([word, value]) => suffixes.map((suffix) => [word + suffix, value])))

const german = { anderthalb: 1.5, eineinhalb: 1.5, ...listed(0, 'null ein|eins|eine|einen|einem|einer|eines zwei|zwo drei vier fünf|fuenf sechs sieben acht neun zehn elf zwölf|zwoelf dreizehn vierzehn fünfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn'), ...listed(20, 'zwanzig dreißig vierzig fünfzig|fuenfzig sechzig siebzig achtzig neunzig', 10) }
const dutch = { ...listed(0, 'nul een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien'), ...listed(20, 'twintig dertig veertig vijftig zestig zeventig tachtig negentig', 10) }
const french = { ...listed(0, 'zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'), ...listed(20, 'vingt|vingts trente quarante cinquante soixante septante quatre-vingt|quatre-vingts|huitante|octante nonante', 10) }
const italian = { ...listed(0, 'zero un|uno|una|un\' due tre|tré quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove'), ...listed(20, 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta', 10) }
const chinese = { ...listed(0, '零|〇 一|壹 二|两|兩|贰 三|叁 四 五 六|陆 七 八 九'), 廿: 20 }

const tables: Record<string, Words> = {
  en: {
    units: { ...listed(0, 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'), ...listed(20, 'twenty thirty forty|fourty fifty sixty seventy eighty ninety', 10) },
    small: { hundred: 100, dozen: 12 },
    big: { thousand: 1e3, k: 1e3, million: 1e6, millions: 1e6, billion: 1e9 },
    joins: ['and', 'a'],
    half: ['and a half'],
    minus: ['minus', 'negative'],
    ordinals: { ...listed(1, 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'), ...listed(20, 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth', 10), hundredth: 100 },
    after: ['st', 'nd', 'rd', 'th'],
  },
  de: {
    units: german,
    small: { hundert: 100, dutzend: 12 },
    big: { tausend: 1e3, million: 1e6, millionen: 1e6, milliarde: 1e9, milliarden: 1e9 },
    joins: ['und'],
    half: ['einhalb'],
    minus: ['minus'],
    ordinals: { ...endings(listed(1, 'erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt'), ['e', 'er', 'en', 'es', 'em']), ...endings(german, ['ste', 'ster', 'sten', 'stes'], 20) },
    after: ['.', 'te', 'ter', 'ten', 'ste', 'sten'],
  },
  fr: {
    units: french,
    small: { cent: 100, cents: 100, douzaine: 12, douzaines: 12 },
    big: { mille: 1e3, million: 1e6, millions: 1e6, milliard: 1e9, milliards: 1e9 },
    joins: ['et'],
    half: ['et demi', 'et demie'],
    minus: ['moins'],
    ordinals: { premier: 1, première: 1, second: 2, seconde: 2, ...listed(1, 'unième deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième treizième quatorzième quinzième seizième'), ...listed(20, 'vingtième trentième quarantième cinquantième soixantième', 10), centième: 100 },
    after: ['er', 'ere', 're', 'eme', 'ieme', 'e', 'nd', 'nde'],
  },
  es: {
    units: { ...listed(0, 'cero un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno|veintiún|veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve'), ...listed(30, 'treinta cuarenta cincuenta sesenta setenta ochenta noventa', 10), ...listed(100, 'cien|ciento doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas quinientos|quinientas seiscientos|seiscientas setecientos|setecientas ochocientos|ochocientas novecientos|novecientas', 100) },
    small: { docena: 12, docenas: 12 },
    big: { mil: 1e3, millón: 1e6, millones: 1e6 },
    joins: ['y'],
    half: ['y medio', 'y media'],
    minus: ['menos'],
    ordinals: { ...listed(1, 'primer|primero|primera segundo|segunda tercer|tercero|tercera cuarto|cuarta quinto|quinta sexto|sexta séptimo|séptima octavo|octava noveno|novena décimo|décima undécimo|undécima duodécimo|duodécima'), ...listed(20, 'vigésimo|vigésima trigésimo|trigésima cuadragésimo|cuadragésima quincuagésimo|quincuagésima', 10) },
    after: ['.o', '.a', 'o', 'a', 'er', '.er'],
  },
  it: {
    units: italian,
    bound: listed(20, 'vent trent quarant cinquant sessant settant ottant novant', 10),
    small: { cento: 100, cent: 100, dozzina: 12, dozzine: 12 },
    big: { mille: 1e3, mila: 1e3, milione: 1e6, milioni: 1e6, miliardo: 1e9, miliardi: 1e9 },
    joins: ['e'],
    half: ['e mezzo', 'e mezza'],
    minus: ['meno'],
    ordinals: { ...listed(1, 'primo|prima secondo|seconda terzo|terza quarto|quarta quinto|quinta sesto|sesta settimo|settima ottavo|ottava nono|nona decimo|decima'), ...endings(listed(1, 'un du tre quattr cinqu sei sett ott nov dec undic dodic tredic quattordic quindic sedic diciassett diciott diciannov'), ['esimo', 'esima']), ...endings(listed(20, 'vent trent quarant cinquant sessant settant ottant novant', 10), ['esimo', 'esima']) },
    after: ['.o', '.a', 'o', 'a', '°'],
  },
  pt: {
    units: { ...listed(0, 'zero um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove'), ...listed(20, 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa', 10), ...listed(100, 'cem|cento duzentos|duzentas trezentos|trezentas quatrocentos|quatrocentas quinhentos|quinhentas seiscentos|seiscentas setecentos|setecentas oitocentos|oitocentas novecentos|novecentas', 100) },
    small: { dúzia: 12, dúzias: 12 },
    big: { mil: 1e3, milhão: 1e6, milhões: 1e6 },
    joins: ['e'],
    half: ['e meio', 'e meia'],
    minus: ['menos'],
    ordinals: { ...listed(1, 'primeiro|primeira segundo|segunda terceiro|terceira quarto|quarta quinto|quinta sexto|sexta sétimo|sétima oitavo|oitava nono|nona décimo|décima'), ...listed(20, 'vigésimo|vigésima trigésimo|trigésima quadragésimo|quadragésima quinquagésimo|quinquagésima', 10) },
    after: ['.o', '.a', 'o', 'a'],
  },
  nl: {
    units: dutch,
    small: { honderd: 100, dozijn: 12 },
    big: { duizend: 1e3, miljoen: 1e6, miljard: 1e9 },
    joins: ['en'],
    half: ['en een half', 'en een halve'],
    minus: ['min', 'minus'],
    ordinals: { eerste: 1, ...listed(2, 'tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende'), ...endings(dutch, ['ste'], 20), honderdste: 100 },
    after: ['e', 'de', 'ste'],
  },
  sv: {
    units: { ...listed(0, 'noll en|ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton'), ...listed(20, 'tjugo trettio|tretti fyrtio|fyrti femtio|femti sextio|sexti sjuttio|sjutti åttio|åtti nittio|nitti', 10) },
    small: { hundra: 100, dussin: 12 },
    big: { tusen: 1e3, miljon: 1e6, miljoner: 1e6, miljard: 1e9, miljarder: 1e9 },
    joins: ['och'],
    half: ['och en halv', 'och ett halvt'],
    minus: ['minus'],
    ordinals: { ...listed(1, 'första|förste andra|andre tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde'), ...listed(20, 'tjugonde trettionde fyrtionde femtionde sextionde sjuttionde åttionde nittionde', 10) },
    after: [':e', ':a', 'e', 'a'],
  },
  tr: {
    units: { ...listed(0, 'sıfır bir iki üç dört beş altı yedi sekiz dokuz'), ...listed(10, 'on yirmi otuz kırk elli altmış yetmiş seksen doksan', 10) },
    small: { yüz: 100, düzine: 12 },
    big: { bin: 1e3, milyon: 1e6, milyar: 1e9 },
    joins: [],
    half: ['buçuk'],
    minus: ['eksi'],
    ordinals: { ...listed(1, 'birinci|ilk ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu'), ...listed(10, 'onuncu yirminci otuzuncu kırkıncı ellinci altmışıncı yetmişinci sekseninci doksanıncı', 10), yüzüncü: 100 },
    after: ['.', "'inci", "'nci", "'uncu", "'ncu", "'üncü", "'ıncı", 'inci', 'nci', 'uncu', 'ncu'],
  },
  ja: {
    units: { ...listed(0, '零|〇|ゼロ 一 二 三 四 五 六 七 八 九') },
    small: { 十: 10, 百: 100, 千: 1000 },
    big: { 万: 1e4, 億: 1e8 },
    joins: [],
    minus: ['マイナス'],
    ordinals: {},
    before: ['第'],
    after: ['番目', '位', '回目', 'つ目', '人目', '個目'],
  },
  zh: {
    units: chinese,
    small: { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000 },
    big: { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 },
    joins: [],
    minus: ['负', '負'],
    ordinals: {},
    before: ['第'],
    after: [],
  },
  ko: {
    units: { ...listed(0, '영|공 일 이 삼 사 오 육 칠 팔 구'), ...listed(1, '하나|한 둘|두 셋|세 넷|네 다섯 여섯 일곱 여덟 아홉'), ...listed(10, '열 스물|스무 서른 마흔 쉰 예순 일흔 여든 아흔', 10) },
    small: { 십: 10, 백: 100, 천: 1000 },
    big: { 만: 1e4, 억: 1e8 },
    joins: [],
    minus: ['마이너스', '영하'],
    ordinals: { 첫: 1, 첫째: 1, 둘째: 2, 셋째: 3, 넷째: 4 },
    before: ['제'],
    after: ['번째', '번', '째'],
  },
}

export type NumberPart = { kind: 'unit' | 'small' | 'big' | 'join' | 'bound' | 'ordinal'; value: number }
/** `units`: words that begin like a number and are none, 千克 (kilogram). */
export type NumberWords = { units: readonly string[]; parts: ReadonlyMap<string, NumberPart>; longest: number; minus: readonly string[]; half: readonly string[]; before: readonly string[]; after: readonly string[] }

/** The words of a language, folded; those of English where a language is not known. */
export const numberWords = perLocale((locale): NumberWords => {
  const table = tables[languageOf(locale)] ?? (tables['en'] as Words)
  const parts = new Map<string, NumberPart>()
  const add = (kind: NumberPart['kind'], words: Record<string, number>) => {
    for (const [word, value] of Object.entries(words)) parts.set(fold(word), { kind, value })
  }
  add('join', Object.fromEntries(table.joins.map((join) => [join, 0])))
  add('ordinal', table.ordinals)
  add('bound', table.bound ?? {})
  add('unit', table.units)
  add('small', table.small)
  add('big', table.big)
  return {
    units: languageOf(locale) === 'zh' ? ['千克', '千米', '千瓦'] : [],
    parts,
    longest: Math.max(...[...parts.keys()].map((word) => word.length)),
    minus: longestFirst(table.minus.map(fold)),
    half: longestFirst((table.half ?? []).map(fold)),
    before: (table.before ?? []).map(fold),
    after: longestFirst(table.after.map(fold)),
  }
})
