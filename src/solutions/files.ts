import { lstat, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { BatonError } from '../platform/index.ts'

/** What a package holds: path with `/`, relative to where it was read -> bytes. */
export type Files = Map<string, Uint8Array>

/** A real export is a few megabytes; these leave room and still fit into memory. */
export const limits = {
  entries: 20_000,
  totalBytes: 256 * 1024 * 1024,
  /** Above one megabyte nothing a package holds is compressed better than this; a bomb is. */
  ratio: 250,
}

/** Reads a zip into memory. Anything odd about it (bombs, paths that leave it, links, duplicates) refuses the whole. */
export async function readZip(bytes: Uint8Array): Promise<Files> {
  if (bytes.byteLength < 22 || !startsLikeZip(bytes)) throw new BatonError('INVALID_PACKAGE', 'it is not a zip file.')
  const zip = await openZip(bytes)
  try {
    if (zip.entryCount > limits.entries) throw tooLarge(`it holds ${zip.entryCount} files; at most ${limits.entries} are read.`)
    // The whole list is judged before anything is unpacked.
    const files: Files = new Map()
    for (const entry of await listEntries(zip)) files.set(entry.fileName, await readEntry(zip, entry))
    return files
  } finally {
    zip.close()
  }
}

async function listEntries(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = []
  const seen = new Set<string>()
  let total = 0
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
    checkEntry(entry, seen)
    seen.add(entry.fileName)
    if (entry.fileName.endsWith('/') || isClutter(entry.fileName)) continue
    total += entry.uncompressedSize
    if (total > limits.totalBytes) throw tooLarge(`it unpacks to more than ${megabytes(limits.totalBytes)} MB.`)
    entries.push(entry)
  }
  return entries
}

/** Reads a folder into memory, without following links. */
export async function readFolder(root: string): Promise<Files> {
  const files: Files = new Map()
  let total = 0
  const walk = async (folder: string) => {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (isClutter(path)) continue
      if (entry.isDirectory()) await walk(path)
      else if (entry.isFile()) {
        total += (await lstat(join(root, path))).size
        if (total > limits.totalBytes || files.size >= limits.entries)
          throw tooLarge(`the folder holds more than ${limits.entries} files or ${megabytes(limits.totalBytes)} MB.`)
        files.set(path, await readFile(join(root, path)))
      }
    }
  }
  await walk('')
  return files
}

function startsLikeZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6))
}

function openZip(bytes: Uint8Array): Promise<yauzl.ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(damaged(error)) : resolve(zip)))
  })
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | undefined> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      zip.removeAllListeners()
      settle()
    }
    zip.once('entry', (entry: yauzl.Entry) => done(() => resolve(entry)))
    zip.once('end', () => done(() => resolve(undefined)))
    zip.once('error', (error) => done(() => reject(damaged(error))))
    zip.readEntry()
  })
}

function checkEntry(entry: yauzl.Entry, seen: Set<string>) {
  const name = entry.fileName
  // yauzl has refused absolute paths and `..` already; a second look costs nothing.
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..') || name.includes('\0'))
    throw new BatonError('INVALID_PACKAGE', `the path "${name}" leads out of it.`)
  if (seen.has(name)) throw new BatonError('INVALID_PACKAGE', `it holds "${name}" twice.`)
  const unixType = (entry.externalFileAttributes >>> 16) & 0o170000
  if (unixType === 0o120000) throw new BatonError('INVALID_PACKAGE', `"${name}" is a symbolic link.`)
  if (entry.isEncrypted()) throw new BatonError('INVALID_PACKAGE', 'it is protected with a password.')
  const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1)
  if (entry.uncompressedSize > 1024 * 1024 && ratio > limits.ratio)
    throw tooLarge(`"${name}" unpacks to ${Math.round(ratio)} times its size, which no real package does.`)
}

/** The declared size is a promise the zip makes; yauzl ends the stream with an error when it is broken. */
function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream: Readable) => {
      if (error) return reject(damaged(error))
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', (failure) => reject(damaged(failure)))
      stream.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    })
  })
}

/** Files that tools leave behind and nobody packed on purpose. */
function isClutter(path: string): boolean {
  return /(^|\/)(__MACOSX|\.git|node_modules)(\/|$)|(^|\/)(\.DS_Store|Thumbs\.db)$/.test(path)
}

function damaged(error: Error): BatonError {
  if (/relative path|absolute path|invalid characters/.test(error.message)) return new BatonError('INVALID_PACKAGE', `a path leads out of it (${error.message}).`)
  return new BatonError('INVALID_PACKAGE', `the zip is damaged (${error.message}). Export it again.`)
}

function tooLarge(reason: string): BatonError {
  return new BatonError('INVALID_PACKAGE', reason)
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
