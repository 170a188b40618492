import { describe, expect, it } from 'vitest'
import { builtinText } from './builtin-texts.ts'

/** The 32 languages a copilot may have (schema: Language). */
const languages = 'ar-SA zh-CN zh-TW cs-CZ da-DK nl-NL en-US fi-FI fr-FR de-DE el-GR hi-IN id-ID it-IT ja-JP ko-KR nb-NO pl-PL pt-BR ru-RU es-ES th-TH sv-SE tr-TR en-GB fr-CA es-US en-AU uk-UA he-IL pt-PT es-PR'.split(' ')
const names = ['retry', 'retryChoice', 'retryCard', 'oldCard', 'survey', 'surveyRetry', 'failure', 'yes', 'no'] as const

describe('what the engine says by itself', () => {
  it.each(languages)('in %s', (locale) => {
    for (const name of names) {
      const text = builtinText(name, locale)
      expect(text).not.toBe('')
      if (!locale.startsWith('en')) expect(builtinText(name, 'en-US') === text && !['yes', 'no'].includes(name)).toBe(false)
    }
    for (const name of ['survey', 'surveyRetry'] as const) expect(builtinText(name, locale)).toMatch(/1.*5/s)
  })

  it('tells apart what is one language in two countries', () => {
    expect(builtinText('survey', 'pt-PT')).not.toBe(builtinText('survey', 'pt-BR'))
    expect(builtinText('retry', 'zh-TW')).not.toBe(builtinText('retry', 'zh-CN'))
    expect(builtinText('retry', 'es-PR')).toBe(builtinText('retry', 'es-ES'))
    expect(builtinText('retry', 'xx')).toBe(builtinText('retry', 'en'))
  })
})
