import type { Activity, Attachment } from '../contracts/index.ts'

/** A file about to be written, in the commit of the line that names it. */
export type NewFile = { id: string; name: string; contentType: string; /** Bytes. */ size: number; base64: string }

/** A file as it is stored, without its bytes. `sha256` is hexadecimal. */
export type FileEntry = { id: string; name: string; contentType: string; size: number; sha256: string }

/** How the log names a file: an address of this server that staff can open. */
export function fileAddress(conversationId: string, fileId: string): string {
  return `/api/conversations/${conversationId}/files/${fileId}`
}

/** Where `text` names files of this conversation: their ids, in order. */
export function fileIdsIn(text: string, conversationId: string): string[] {
  return text.split(fileAddress(conversationId, '')).slice(1).flatMap((rest) => fileIdAtStart(rest) ?? [])
}

/** `text` with the addresses of this conversation's files replaced. */
export function withFileAddresses(text: string, conversationId: string, replace: (fileId: string) => string): string {
  const prefix = fileAddress(conversationId, '')
  if (!text.includes(prefix)) return text
  const [before = '', ...rest] = text.split(prefix)
  return rest.reduce((done, part) => {
    const id = fileIdAtStart(part)
    return done + (id ? replace(id) + part.slice(id.length) : prefix + part)
  }, before)
}

function fileIdAtStart(text: string): string | undefined {
  return /^\d{1,9}-\d{1,4}/.exec(text)?.[0]
}

/**
 * Takes files out of an activity that carries them as `data:` addresses: the activity names them by their address instead.
 * A file's id is the number of its line and its place there, so deciding twice about one line makes the same files.
 */
export function takeFiles(activity: Activity, conversationId: string, seq: number): { activity: Activity; files: NewFile[] } {
  if (!activity.attachments?.some(({ contentUrl }) => contentUrl && isDataAddress(contentUrl))) return { activity, files: [] }
  const files: NewFile[] = []
  const attachments = activity.attachments.map((attachment, place): Attachment => {
    const content = readDataAddress(attachment.contentUrl ?? '')
    if (content === undefined) return attachment
    const file = { id: `${seq}-${place + 1}`, name: tidyName(attachment.name), contentType: tidyType(attachment.contentType), size: sizeOf(content), base64: content }
    files.push(file)
    return { ...attachment, contentUrl: fileAddress(conversationId, file.id) }
  })
  return { activity: { ...activity, attachments }, files }
}

const isDataAddress = (address: string) => address.slice(0, 5).toLowerCase() === 'data:'

/** The content of a `data:` address (RFC 2397) as base64; undefined when it is none. */
function readDataAddress(address: string): string | undefined {
  const comma = address.indexOf(',')
  if (!isDataAddress(address) || comma < 0 || comma > 300) return undefined
  const body = address.slice(comma + 1)
  if (!/;\s*base64\s*$/i.test(address.slice(5, comma))) return percentBytes(body)
  const plain = body.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  return /^[A-Za-z0-9+/]*$/.test(plain) && plain.length % 4 !== 1 ? plain : undefined
}

function percentBytes(text: string): string | undefined {
  const bytes: number[] = []
  const utf8 = new TextEncoder()
  for (const part of text.split(/(%[\da-f]{2})/i)) {
    if (/^%[\da-f]{2}$/i.test(part)) bytes.push(Number.parseInt(part.slice(1), 16))
    else for (const byte of utf8.encode(part)) bytes.push(byte)
  }
  let characters = ''
  for (const byte of bytes) characters += String.fromCharCode(byte)
  return btoa(characters)
}

function sizeOf(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4)
}

/** What a name may not hold: paths, characters that steer, halves of characters. */
function tidyName(name: string | undefined): string {
  return (name ?? '').split(/[/\\]/).at(-1)!.replaceAll(/\p{Cc}|\p{Bidi_Control}/gu, '').toWellFormed().trim().slice(0, 200).toWellFormed() || 'file'
}

function tidyType(type: string): string {
  return /^[\w.+-]{1,80}\/[\w.+-]{1,100}$/.test(type) ? type.toLowerCase() : 'application/octet-stream'
}
