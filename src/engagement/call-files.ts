import { fileAddress, fileIdsIn, withFileAddresses } from '../conversations/index.ts'
import type { CallResult } from '../dialog/types.ts'
import type { OutsideCall } from './copilot-turn.ts'
import type { Store } from './ports.ts'

/** More than a service is likely to take in one request. */
const mostBytes = 12_000_000

/**
 * What goes to a flow, a service or a skill carries the files of the conversation themselves, as `data:` addresses: the
 * outside cannot open what staff and the customer open. Answers `failed` when they are too large together; a file that is named
 * twice counts twice, because it is written twice, and a customer can write its address.
 */
export async function withFileContents(store: Pick<Store, 'loadFile'>, conversationId: string, call: OutsideCall): Promise<OutsideCall | Extract<CallResult, { type: 'failed' }>> {
  if (call.type !== 'http' && call.type !== 'tool' && call.type !== 'skill') return call
  const text = JSON.stringify(call)
  if (!text.includes(fileAddress(conversationId, ''))) return call
  const contents = new Map<string, string>()
  let total = 0
  const named = fileIdsIn(text, conversationId)
  for (const id of new Set(named)) {
    const file = await store.loadFile(conversationId, id)
    total += (file?.bytes.length ?? 0) * named.filter((other) => other === id).length
    if (total > mostBytes) return { type: 'failed', code: 'TooMuchDataToHandle', message: `The files of this call have more than ${mostBytes / 1_000_000} MB together. Send fewer at once.` }
    if (file) contents.set(id, `data:${file.contentType};base64,${Buffer.from(file.bytes).toString('base64')}`)
  }
  return mapTexts(call, (part) => withFileAddresses(part, conversationId, (id) => contents.get(id) ?? fileAddress(conversationId, id)))
}

function mapTexts<Part>(part: Part, change: (text: string) => string): Part {
  if (typeof part === 'string') return change(part) as Part
  if (Array.isArray(part)) return part.map((item: unknown) => mapTexts(item, change)) as Part
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, mapTexts<unknown>(member, change)])) as Part
}
