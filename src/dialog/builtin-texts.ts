/** What the engine says by itself when a copilot's content does not. One entry per language; English is the last resort. */
type Texts = {
  retry: string
  retryChoice: string
  retryCard: string
  survey: string
  surveyRetry: string
  failure: string
  yes: string
  no: string
}

const table: Record<string, Texts> = {
  en: {
    retry: 'Sorry, that is not an answer I can use here. Please try again.',
    retryChoice: 'Sorry, I need one of the options below. Please choose one.',
    retryCard: 'Please fill in the card above and press its button.',
    survey: 'How did this chat go for you, from 1 (poor) to 5 (great)?',
    surveyRetry: 'Please answer with a number from 1 to 5.',
    failure: 'Something went wrong on our side. Please try again in a moment.',
    yes: 'Yes',
    no: 'No',
  },
}

export function builtinText(name: keyof Texts, locale: string): string {
  const texts = table[locale.toLowerCase()] ?? table[locale.slice(0, 2).toLowerCase()] ?? table['en']
  return texts?.[name] ?? ''
}
