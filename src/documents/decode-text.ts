/** Bytes of a text file as text: by its mark, by the charset somebody declared, as UTF-8, else as Windows-1252. */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder('utf-8').decode(bytes)
  for (const label of [declared, 'utf-8']) {
    const text = label && tryDecode(bytes, label)
    if (text) return text
  }
  return new TextDecoder('windows-1252').decode(bytes)
}

function tryDecode(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
