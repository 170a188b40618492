import { triggerLines } from './topic-templates.ts'

/** Members that belong to one trigger kind and mean nothing in another. */
const ofOneKind = new Set(['intent', 'durationInSeconds', 'eventName', 'type', 'triggerBehavior', 'recurrence', 'dtmfKey'])

/** The kind of the document's trigger; undefined where there is none to change. */
export function triggerKindOf(text: string): string | undefined {
  return findTrigger(text.split('\n'))?.kind
}

/** The document with another trigger. Its nodes, its id and whatever else it holds stay as they are. */
export function changeTrigger(text: string, topic: Parameters<typeof triggerLines>[0]): string {
  const lines = text.split('\n')
  const trigger = findTrigger(lines)
  if (!trigger) return text
  const added = triggerLines(topic)
  const replaced = new Set([...ofOneKind, ...added.map((line) => line.split(':')[0] ?? '')])
  const indent = ' '.repeat(trigger.indent)
  const kept = trigger.members.flatMap(({ key, from, to }) => (replaced.has(key) ? [] : key === 'kind' ? [`${indent}kind: ${topic.trigger}`] : lines.slice(from, to)))
  const after = kept.findIndex((line) => line.startsWith(`${indent}id:`))
  const at = after < 0 ? kept.findIndex((line) => line.startsWith(`${indent}kind:`)) : after
  return [...lines.slice(0, trigger.from), ...kept.toSpliced(at + 1, 0, ...added.map((line) => indent + line)), ...lines.slice(trigger.to)].join('\n')
}

type Member = { key: string; from: number; to: number }
type Trigger = { kind: string; indent: number; from: number; to: number; members: Member[] }

/** The members of `beginDialog:`, each with the lines it spans. */
function findTrigger(lines: string[]): Trigger | undefined {
  const begin = lines.findIndex((line) => /^beginDialog:\s*(#.*)?$/.test(line))
  if (begin < 0) return undefined
  let to = begin + 1
  while (to < lines.length && (!lines[to]?.trim() || /^\s/.test(lines[to] ?? ''))) to++
  const first = lines.slice(begin + 1, to).find((line) => line.trim())
  if (!first) return undefined

  const indent = first.length - first.trimStart().length
  const members: Member[] = []
  for (let at = begin + 1; at < to; at++) {
    const key = new RegExp(`^ {${indent}}([A-Za-z]\\w*):`).exec(lines[at] ?? '')?.[1]
    const last = members.at(-1)
    if (key !== undefined) members.push({ key, from: at, to: at + 1 })
    else if (last) last.to = at + 1
    else members.push({ key: '', from: at, to: at + 1 })
  }
  const kind = /kind:\s*(\w+)/.exec(lines[members.find((member) => member.key === 'kind')?.from ?? -1] ?? '')?.[1]
  return kind === undefined ? undefined : { kind, indent, from: begin + 1, to, members }
}
