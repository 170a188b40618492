import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts what must not be read from a copy of the database. */
export type Sealer = {
  /** `about` says whose value it is: a value that was moved to another row does not open. */
  seal(text: string, about: string): string
  /** Undefined when another key sealed it, or it is not what was sealed for `about`. */
  open(sealed: string, about: string): string | undefined
}

const version = 'v1.'
const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM. `keys`: the installation's own key, and the one its operator keeps outside of the database, if there is one. */
export function sealer(...keys: (Uint8Array | undefined)[]): Sealer {
  const key = Buffer.from(hkdfSync('sha256', Buffer.concat(keys.filter((one) => one !== undefined)), '', 'baton sealed values', 32))
  return {
    seal(text, about) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return version + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(sealed, about) {
      if (!sealed.startsWith(version)) return undefined
      const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
      if (bytes.length < ivBytes + tagBytes) return undefined
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
