import { ContentFailure } from './failure.ts'

/** Where a variable lives: `Topic.Order.Id` is scope Topic, name Order, rest ['Id']. */
type VariablePath = { scope: 'Topic' | 'Global' | 'System' | 'Env'; name: string; rest: string[] }

const known = new Map<string, VariablePath>()
const scopes = new Map<string, VariablePath['scope']>(Object.entries({ topic: 'Topic', dialog: 'Topic', global: 'Global', conversation: 'Global', user: 'Global', system: 'System', env: 'Env' }))

/** Reads `init:Topic.X`, `Topic.X` and `System.User.Language`; a bare name is a topic variable. */
export function parsePath(text: string): VariablePath {
  const seen = known.get(text)
  if (seen) return seen
  const path = readPath(text)
  if (known.size < 20_000) known.set(text, path)
  return path
}

function readPath(text: string): VariablePath {
  const parts = text.trim().replace(/^=/, '').replace(/^init:/, '').split('.').map((part) => part.replace(/^'(.*)'$/, '$1'))
  const scope = parts.length > 1 ? scopes.get((parts[0] ?? '').toLowerCase()) : 'Topic'
  if (parts.length > 1 && scope) parts.shift()
  const [name, ...rest] = parts
  if (!scope || !name || name === '__proto__') throw new ContentFailure('ContentError', `"${text}" is not the path of a variable. Write Topic.Name or Global.Name.`)
  return { scope, name, rest }
}
