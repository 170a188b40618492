import { fold, languageOf, longestFirst, perLocale } from './folded.ts'

const words: Record<string, { yes: string; no: string }> = {
  en: {
    yes: 'yes|y|yeah|yep|yup|yes please|sure|sure thing|ok|okay|true|of course|correct|right|absolutely|definitely|certainly|please do|it did|i do|i would|i am|affirmative|no problem|why not|sounds good|go ahead|indeed|by all means|i agree|agreed|i think so|i guess so|i believe so|i suppose so|you bet',
    no: "no|n|nope|nah|no way|false|not really|no thanks|no thank you|never|it did not|it didn't|i do not|i don't|i would not|i wouldn't|not at all|not now|wrong|incorrect|negative|rather not|i'd rather not|i don’t think so|i guess not|i do not think so|not yet|of course not",
  },
  de: { yes: 'ja|jo|jep|jawohl|ja bitte|ja gerne|gerne|klar|na klar|natürlich|sicher|selbstverständlich|genau|richtig|stimmt|okay|einverstanden|auf jeden fall|passt|kein problem|ich glaube schon|ich denke schon|denke ja|doch|das wäre toll', no: 'nein|nö|nee|ne|nein danke|niemals|nicht wirklich|auf keinen fall|keineswegs|falsch|stimmt nicht|lieber nicht|eher nicht|nie|eigentlich nicht|nicht nötig|ich glaube nicht|ich denke nicht|noch nicht|natürlich nicht|überhaupt nicht' },
  fr: { yes: "oui|ouais|oui merci|bien sûr|d'accord|volontiers|certainement|exact|exactement|tout à fait|absolument|c'est ça|pas de problème|si|avec plaisir|vrai|je crois|je crois que oui|je pense que oui|je pense|parfait", no: 'non|nan|non merci|pas du tout|jamais|pas vraiment|certainement pas|plutôt pas|faux|absolument pas|pas maintenant|je ne crois pas|je crois que non|je ne pense pas|pas encore|bien sûr que non' },
  es: { yes: 'sí|si|sip|sí por favor|claro|claro que sí|por supuesto|vale|de acuerdo|correcto|exacto|desde luego|cómo no|cierto|verdad|perfecto|sin problema|creo que sí|pienso que sí|me gustaría', no: 'no|nop|no gracias|para nada|nunca|en absoluto|de ninguna manera|claro que no|mejor no|incorrecto|falso|tampoco|creo que no|no creo|todavía no|no lo creo|aún no' },
  it: { yes: 'sì|si|sì grazie|certo|certamente|va bene|ok|esatto|giusto|assolutamente sì|volentieri|naturalmente|corretto|vero|come no|senz’altro|credo di sì|penso di sì|direi di sì|mi piacerebbe', no: 'no|no grazie|per niente|affatto|mai|assolutamente no|non proprio|sbagliato|falso|niente affatto|credo di no|penso di no|direi di no|non credo|non ancora|certo che no' },
  pt: { yes: 'sim|sim por favor|claro|claro que sim|com certeza|pode ser|ok|está bem|tá bom|certo|isso|isso mesmo|exato|correto|verdade|por favor|sem problema|acho que sim|creio que sim|gostaria', no: 'não|nao|não obrigado|não obrigada|de jeito nenhum|nunca|jamais|claro que não|de modo algum|melhor não|errado|falso|nada|acho que não|creio que não|ainda não' },
  nl: { yes: 'ja|jawel|ja graag|graag|zeker|natuurlijk|prima|oké|klopt|inderdaad|tuurlijk|absoluut|akkoord|goed|geen probleem|ik denk het wel|ik denk van wel|jazeker', no: 'nee|neen|nee bedankt|nee dank je|helemaal niet|nooit|liever niet|absoluut niet|niet echt|zeker niet|fout|ik denk het niet|ik denk van niet|nog niet|natuurlijk niet' },
  sv: { yes: 'ja|jo|japp|ja tack|javisst|visst|absolut|självklart|okej|gärna|stämmer|precis|rätt|det går bra|inga problem|jag tror det|det tror jag|det vill jag', no: 'nej|nä|nej tack|inte alls|aldrig|helst inte|absolut inte|inte riktigt|fel|det tror jag inte|jag tror inte det|inte än|självklart inte' },
  tr: { yes: 'evet|evet lütfen|tamam|olur|tabii|tabi|tabii ki|elbette|doğru|kesinlikle|peki|aynen|memnuniyetle|sanırım|sanırım evet|isterim|galiba', no: 'hayır|hayir|hayır teşekkürler|yok|olmaz|asla|istemiyorum|istemem|yanlış|kesinlikle hayır|değil|sanmıyorum|sanırım hayır|henüz değil|tabii ki hayır' },
  ja: { yes: 'はい|うん|ええ|そうです|そう|お願いします|お願いいたします|もちろん|大丈夫です|いいです|いいですよ|オーケー|了解|了解です|はいお願いします|正しい|その通り|たぶんそうです|そう思います|そうします', no: 'いいえ|いえ|いや|ううん|違います|違う|結構です|けっこうです|いりません|要りません|ダメ|だめ|だめです|やめておきます|いいえ結構です|たぶん違います|そうは思いません|まだです|違うと思います' },
  zh: { yes: '是|是的|对|对的|好|好的|可以|行|没问题|当然|嗯|要|愿意|正确|没错|同意|是啊|對|好啊|要的|沒問題|當然|我觉得是|应该是|我想是的', no: '不|不是|不要|不用|不用了|不对|不行|不可以|没有|否|不好|不需要|不愿意|错|算了|不同意|沒有|不對|我觉得不是|应该不是|我不这么认为|还没有|当然不是' },
  ko: { yes: '네|예|응|네네|넵|좋아요|좋습니다|맞아요|맞습니다|그래요|그럼요|물론|물론이죠|물론입니다|알겠습니다|네 부탁합니다|부탁해요|부탁합니다|그래|그런 것 같아요|그렇게 해주세요|그렇습니다', no: '아니요|아니오|아뇨|아니|싫어요|안 돼요|안돼요|괜찮습니다|괜찮아요|필요 없어요|필요없어요|아닙니다|틀려요|틀렸어요|아닌 것 같아요|그렇지 않아요|아직이요|당연히 아니죠' },
}

type YesNo = { yes: ReadonlySet<string>; no: ReadonlySet<string>; openings: readonly (readonly [word: string, value: boolean])[] }

/** Yes and no of a language, then of English, then the plainest of all others. Folded, without punctuation. */
export const yesNoOf = perLocale((locale): YesNo => {
  const own = words[languageOf(locale)]
  const yes = new Map<string, boolean>()
  const add = (list: readonly string[], value: boolean) => {
    for (const word of list.map(bare)) if (!yes.has(word)) yes.set(word, value)
  }
  for (const table of [own, words['en']]) {
    if (!table) continue
    add(table.yes.split('|'), true)
    add(table.no.split('|'), false)
  }
  for (const { yes: plainYes, no: plainNo } of Object.values(words)) {
    add(plainYes.split('|').slice(0, 1), true)
    add(plainNo.split('|').slice(0, 1), false)
  }
  const of = (value: boolean) => [...yes].filter(([, meaning]) => meaning === value).map(([word]) => word)
  // "I do not know" begins like "I do not", and means neither.
  return { yes: new Set(of(true)), no: new Set(of(false)), openings: longestFirst(yes.keys()).filter((word) => !/^(?:i|it|never|right) /.test(word)).map((word) => [word, yes.get(word) === true] as const) }
})

/** Folded, and nothing but words. */
export const bare = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
