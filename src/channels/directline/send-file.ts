import type { FastifyReply } from 'fastify'
import type { StoredFile } from '../../engagement/ports.ts'

/** Pictures that cannot carry scripts: a browser may show them. Everything else is saved. */
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/jpg', 'image/gif', 'image/webp', 'image/bmp'])
/** A page of ours may load scripts and styles from this server: an uploaded one is neither, whatever its sender calls it. */
const loadedByPages = /script|css|wasm/
const keptSeconds = 3600

/** Answers with a file that somebody uploaded, so that nothing in it runs in the name of this server. */
export function sendFile(reply: FastifyReply, { bytes, contentType, name, sha256 }: StoredFile) {
  return reply
    .header('content-type', typeOf(contentType))
    .header('content-disposition', disposition(shownTypes.has(contentType) ? 'inline' : 'attachment', name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', `private, max-age=${keptSeconds}, immutable`)
    .header('etag', `"${sha256}"`)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

function typeOf(contentType: string): string {
  if (loadedByPages.test(contentType)) return 'application/octet-stream'
  return contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType
}

/** RFC 6266: a name in ASCII for old clients, and the real one. */
function disposition(how: string, name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${plain}"; filename*=UTF-8''${whole}`
}
