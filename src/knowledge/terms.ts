import { tokensOf } from '../recognition/index.ts'

/** Words that say nothing about what a question is about, in the languages of Western Europe. */
const little = new Set(
  (
    'a an the i you he she it we they me my your his her its our their us them this that these those is are was were be been being am do does did done have has had having can could will would shall should may might must to of in on at for from with by about into over after before as and or but if so not no nor there here what which who whom whose how when where why please want need like get got some any just than then too also only tell know give let long much many often does mean happen happens ' +
    'der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren sein habe hat haben ich du er sie es wir ihr mein meine meinen dein ihre unser auf aus bei mit nach von vor zu zum zur im am an für als auch wie was wer wo wann warum welche welcher welches kann können könnte muss müssen soll wird werden nicht kein keine man mir mich bitte gibt lange ' +
    'le la les un une des du de et ou est sont je tu il elle nous vous ils mon ma mes ton votre notre leur ce cette ces que qui quoi comment quand où pourquoi quel quelle quels quelles dans sur pour par avec sans ne pas plus peut puis peux dois faut avoir être ' +
    'el los las una uno unos y o es son yo tú él ella nosotros mi mis su sus tu este esta estos estas qué quién cómo cuándo dónde por para con sin en del al se lo me te puedo puede hay cuál cuánto cuánta ' +
    'il lo gli i uno e sono io noi voi mio mia suo sua questo questa che chi come quando dove perché per con senza nel nella di da si posso può quale quanto ' +
    'os as um uma uns eu ele ela nós meu minha seu sua isso este que quem como quando onde porquê por com sem no na do da não posso pode qual quanto ' +
    'het een en of is zijn ik jij hij zij wij jullie mijn jouw uw onze deze dit dat die wat wie hoe wanneer waar waarom welke op uit bij met naar van voor te kan kunnen moet niet geen'
  ).split(' '),
)

/** Longer words are cut: `delivery`, `deliveries` and `delivered` are one term, in every language that ends its words. */
const STEM = 6

/** The term a word counts as. Marks on letters and the s of a plural do not matter. */
function termOf(word: string): string {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '')
  // Scripts other than Latin, Greek and Cyrillic do not end their words this way.
  if (!/^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]+$/u.test(plain)) return word
  const single = plain.length > 3 && /[^s]s$/.test(plain) ? plain.slice(0, -1) : plain
  return single.length > STEM ? single.slice(0, STEM) : single
}

/** Every term of a text, little words too: for what is searched. */
export const termsOf = (text: string): string[] => tokensOf(text).map(termOf)

/** What a question is about: its terms without the little words, unless there is nothing else. */
export function subjectOf(question: string): string[] {
  const words = tokensOf(question)
  const telling = words.filter((word) => !little.has(word))
  return [...new Set((telling.length > 0 ? telling : words).map(termOf))]
}

const englishLittle = new Set('the a an of to and in is are for you your with on by at or be this that can will not we our if it from as'.split(' '))

/** Whether a text is English: the encoder knows no other language. */
export function looksEnglish(text: string): boolean {
  const words = tokensOf(text.slice(0, 20_000))
  if (words.length === 0) return false
  const found = words.filter((word) => englishLittle.has(word)).length
  return found / words.length >= (words.length < 30 ? 0.06 : 0.12)
}
