import type { Document, Parsed } from './document.ts'

export type Translation = { locale: string; document: Document }

/** `bot.topic.Greeting.pt-BR` holds the words of `bot.topic.Greeting` in Portuguese. */
export function translationsOf(parsed: Parsed[]): Map<string, Translation[]> {
  const translations = new Map<string, Translation[]>()
  for (const { component, document } of parsed) {
    const name = /^(.+)\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)$/.exec(component.schemaName)
    if (component.kind !== 'translation' || !name) continue
    const [, topic = '', locale = ''] = name
    translations.set(topic, [...(translations.get(topic) ?? []), { locale: locale.toLowerCase(), document }])
  }
  return translations
}

/** The locale itself, else the same language as spoken elsewhere. */
export function translationFor(translations: Translation[], locale: string): Translation | undefined {
  const wanted = locale.toLowerCase()
  return translations.find((translation) => translation.locale === wanted) ?? translations.find((translation) => translation.locale.slice(0, 2) === wanted.slice(0, 2))
}
