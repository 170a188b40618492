import { fold, isBoundary, languageOf, literalOf, longestFirst, perLocale } from './folded.ts'
import type { Folded } from './folded.ts'

/** What people say around their name, and around a place. Behind `~` what follows the name. */
const table: Record<string, { name: string; place: string }> = {
  en: { name: "my name is|my full name is|my first name is|my last name is|my name's|the name is|name is|i am called|you can call me|please call me|call me|this is|it is|it's|its|i'm|i am|here is|~ speaking|~ here|~ please", place: "i live in|i'm from|i am from|i come from|we live in|we are in|i'm in|i am in|we're in|i'm at|i am at|i work at|i work for|it is in|it's in|it is|it's|from|in|at|to|near|the city of|~ please" },
  de: { name: 'mein name ist|mein name lautet|ich heiße|ich bin der|ich bin die|ich bin|hier ist|hier spricht|man nennt mich|nennen sie mich|name ist', place: 'ich wohne in|ich lebe in|ich komme aus|ich bin aus|ich bin in|wir sind in|wir wohnen in|ich arbeite bei|ich arbeite für|es ist|das ist|aus|in der|in|bei|nach|der|die|das|~ bitte' },
  fr: { name: "je m'appelle|mon nom est|mon nom complet est|mon prénom est|moi c'est|c'est|je suis|on m'appelle|appelez-moi|je me nomme", place: "j'habite à|j'habite au|j'habite en|j'habite|je vis à|je vis en|je viens de|je suis à|je suis de|je travaille chez|c'est|à|au|en|dans|chez|de la|de|la|le|les" },
  es: { name: 'me llamo|mi nombre es|mi nombre completo es|soy|yo soy|este es|esta es|pueden llamarme|llámame|llámeme', place: 'vivo en|soy de|vengo de|estoy en|estamos en|trabajo en|trabajo para|es|de|en|la|el|los' },
  it: { name: 'mi chiamo|il mio nome è|io sono|sono|questo è|questa è|puoi chiamarmi|chiamami', place: "vivo a|vivo in|abito a|abito in|vengo da|sono di|sono a|sono in|lavoro per|lavoro da|è|a|in|da|di|la|il|l'" },
  pt: { name: 'meu nome é|o meu nome é|me chamo|chamo-me|eu me chamo|eu sou o|eu sou a|eu sou|sou o|sou a|sou|pode me chamar de|aqui é', place: 'moro em|moro no|moro na|vivo em|sou de|sou do|sou da|venho de|estou em|trabalho na|trabalho no|é|em|no|na|de|do|da|a|o' },
  nl: { name: 'mijn naam is|ik heet|ik ben|dit is|noem me maar|noem me|met', place: 'ik woon in|ik kom uit|ik ben in|ik ben uit|we zijn in|ik werk bij|ik werk voor|het is|uit|in|bij|te|naar|de|het' },
  sv: { name: 'jag heter|mitt namn är|mitt namn|jag är|det här är|det är|kalla mig', place: 'jag bor i|jag bor på|jag kommer från|jag är i|jag är från|vi är i|jag arbetar på|jag jobbar på|det är|från|i|på|till' },
  tr: { name: 'benim adım|adım|ismim|benim ismim|ben|bana|~diyebilirsiniz', place: 'ben|~ şehrinde|~ yaşıyorum|~ oturuyorum|~ da|~ de' },
  ja: { name: '私の名前は|私は|名前は|わたしは|僕は|~です|~と申します|~といいます|~と言います', place: '私は|場所は|~に住んでいます|~です|~から来ました|~にいます' },
  zh: { name: '我的名字是|我的名字叫|我名字叫|我叫做|我叫|我是|叫我|这是|名字是|本人', place: '我住在|我来自|我在|我们在|来自|住在|在|是' },
  ko: { name: '제 이름은|저는|나는|이름은|내 이름은|~입니다|~이에요|~예요|~라고 합니다|~이라고 합니다|~라고 해요|~이라고 해요', place: '저는|나는|~에 살아요|~에 삽니다|~에서 왔어요|~입니다|~이에요|~예요|~에 있어요' },
}

type LeadIns = { name: Words; place: Words }
type Words = { before: readonly string[]; after: readonly string[] }

const wordsOf = (list: string): Words => {
  const words = list.split('|').map((word) => word.trim())
  return { before: longestFirst(words.filter((word) => !word.startsWith('~')).map(fold)), after: longestFirst(words.filter((word) => word.startsWith('~')).map((word) => fold(word.slice(1)).trim())) }
}

const leadIns = perLocale((locale): LeadIns => {
  const own = table[languageOf(locale)] ?? { name: '', place: '' }
  const english = table['en'] ?? own
  return { name: wordsOf(`${own.name}|${english.name}`), place: wordsOf(`${own.place}|${english.place}`) }
})

const greeting = /^(?:(?:yes|yeah|sure|ok|okay|ja|klar|oui|si|sim|evet|はい|네|是的|好的)(?=[,，、])|hi|hello|hey|hallo|guten tag|bonjour|hola|ciao|buongiorno|ola|hej|merhaba|olá|こんにちは|はじめまして|初めまして|你好|안녕하세요)[\s,!.、，。]+/

/** The answer without the words around it. `told`: there were some, so what they surround is what was asked for. */
export function withoutLeadIn(folded: Folded, about: 'name' | 'place', locale: string): { value: string; told: boolean } {
  const { before, after } = leadIns(locale)[about]
  const { text } = folded
  let start = text.length - text.trimStart().length
  start += greeting.exec(text.slice(start))?.[0].length ?? 0
  let end = text.length - (/[\s.!。！…]+$/u.exec(text)?.[0].length ?? 0)
  const told = { before: false, after: false }
  for (let word = lead(text, start, before); word !== undefined; word = told.before && about === 'name' ? undefined : lead(text, start, before)) {
    start += word.length + (/^[\s:,]+/.exec(text.slice(start + word.length))?.[0].length ?? 0)
    told.before = true
  }
  const tail = after.find((word) => text.slice(start, end).endsWith(word) && end - word.length > start)
  if (tail !== undefined) {
    end -= tail.length
    told.after = true
  }
  const value = literalOf(folded, start, end).replace(/['’]$/, '')
  // "My name is", and nothing more.
  return before.includes(text.slice(start, end)) ? { value: '', told: true } : { value, told: told.before || told.after }
}

const lead = (text: string, start: number, words: readonly string[]): string | undefined => words.find((word) => text.startsWith(word, start) && isBoundary(text, start + word.length) && /[^\s.!]/.test(text.slice(start + word.length)))
