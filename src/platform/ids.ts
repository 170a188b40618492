const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id: sortable by creation time (milliseconds, base 36), then 80 random bits. `newId('conv')` -> `conv_mgx1…`. */
export function newId(prefix: string, now = Date.now()): string {
  return `${prefix}_${now.toString(36)}${randomText(16)}`
}

/** Random text of `length` characters out of 0-9a-z, from the platform's secure generator (browser and Node). */
export function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  let text = ''
  for (const byte of bytes) text += alphabet[byte % 36]
  return text
}
