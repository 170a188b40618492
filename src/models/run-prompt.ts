import type { ModelMessage } from '../dialog/types.ts'
import { ModelFailure } from './types.ts'

/** A prompt's words with `{Name}` where an input belongs. */
export function promptMessages(prompt: string, inputs: Record<string, unknown>): ModelMessage[] {
  const byName = new Map(Object.entries(inputs).map(([name, value]) => [plain(name), value]))
  const missing: string[] = []
  const content = prompt.replace(/\{\{?\s*([\p{L}\p{N}_ .-]{1,100}?)\s*\}?\}/gu, (_, name: string) => {
    if (byName.has(plain(name))) return textOf(byName.get(plain(name)))
    missing.push(name)
    return ''
  })
  if (missing.length > 0) throw new ModelFailure('AIModelActionBadRequest', `The prompt uses ${missing.map((name) => `{${name}}`).join(', ')}, but the topic passes ${[...byName.keys()].join(', ') || 'no inputs'}. Correct the names on the Knowledge page.`)
  return [{ role: 'user', content }]
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '')
const textOf = (value: unknown) => (typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value))
