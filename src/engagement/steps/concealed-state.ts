import type { DialogState } from '../../dialog/index.ts'

/** Stands for a secret by its name, between two characters that no text of a person holds. */
const stand = (name: string) => `\uE0F0${name}\uE0F1`
const stands = /\uE0F0([^\uE0F1]*)\uE0F1/g

/** What the engine itself reads of a state: a short secret may well be a part of such a word. */
const structure = new Set(['status', 'topic', 'node', 'callId', 'purpose', 'do', 'reason', 'group', 'topics', 'ran', 'disabled', 'visited', 'outputs', 'pending', 'inactivity'])
/** What topics and customers wrote, whatever its members are called. */
const values = new Set(['globals', 'system', 'past', 'found', 'vars', 'loops', 'activity', 'value', 'input'])

/**
 * A copilot's state as it is stored: where a topic put a secret into a variable, the secret's name stands for it. A secret
 * that was changed meanwhile comes back as the new one.
 */
export function conceal(state: DialogState, secrets: Record<string, string> | undefined): DialogState {
  const names = new Map(Object.entries(secrets ?? {}).flatMap(([name, secret]) => (secret === '' ? [] : [[secret, name] as const])))
  if (names.size === 0) return state
  // The longest first: one secret may begin like another.
  const anySecret = new RegExp([...names.keys()].sort((a, b) => b.length - a.length).map(literally).join('|'), 'g')
  return inTexts(state, (text) => text.replace(anySecret, (secret) => stand(names.get(secret) ?? '')))
}

export function reveal(state: DialogState | undefined, secrets: Record<string, string> | undefined): DialogState | undefined {
  if (!state || !secrets) return state
  return inTexts(state, (text) => text.replace(stands, (whole, name: string) => (Object.hasOwn(secrets, name) && secrets[name]) || whole))
}

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Texts are changed, names of members are not; what has none to change stays the same object. */
function inTexts<Part>(part: Part, change: (text: string) => string, isValue = false): Part {
  if (typeof part === 'string') return change(part) as Part
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(([name, member]) => [name, member, !isValue && structure.has(name) ? member : inTexts<unknown>(member, change, isValue || values.has(name))] as const)
  if (entries.every(([, before, after]) => before === after)) return part
  if (Array.isArray(part)) return entries.map(([, , after]) => after) as Part
  return Object.fromEntries(entries.map(([name, , after]) => [name, after])) as Part
}
