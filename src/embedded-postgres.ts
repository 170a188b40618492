import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './platform/index.ts'
import { clusterFolder, findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'

type EmbeddedPostgres = {
  url: string
  /** Stops the server and waits until its files are closed. */
  stop(): Promise<void>
}

type Options = {
  /** Holds `pgdata/`, `postgres.password` and `postgres.log`. Created when missing. */
  folder: string
  log: Log
  /** A free one when left out. */
  port?: number
  /** Several processes may use the folder, and none stops the server by itself: for test workers. See `stopSharedPostgres`. */
  shared?: boolean
  /** On top of ours: `{ fsync: 'off' }`. */
  settings?: Record<string, string>
}

/** The folder cannot be used as it is. The message says why and what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

/** An advisory lock in database `postgres`: held by the one Baton that uses the folder. The kernel frees it when that Baton dies. */
const oneBaton = 731_944_001

const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '128MB',
  max_connections: '100',
  max_wal_size: '512MB',
  // /dev/shm is 64 MB in a container; parallel plans need more, and small machines gain nothing from them.
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // What people said stays out of the log file: no statements, no parameters, no DETAIL lines.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
}

/**
 * Starts the PostgreSQL that came with npm on `folder`, or takes over the one that a killed Baton left running there.
 * Reachable on 127.0.0.1 with the folder's password only. Should the server die it is started again on the same port.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(options)
  if (options.shared) {
    const { port } = await run(cluster, options, options.port)
    await createDatabase(cluster, port)
    return { url: urlOf(cluster, port), stop: async () => {} }
  }
  return guard(cluster, options)
}

/** Ends a server that was started with `shared`. */
export async function stopSharedPostgres(folder: string): Promise<void> {
  const link = path.join(folder, 'pgdata')
  if (!fs.existsSync(link)) return
  const data = fs.realpathSync(link)
  const left = readPidFile(data)
  if (left && isPostgres(left.pid)) await end(left.pid, { data, binaries: await findPostgresBinaries(folder) })
}

/** `spawned` hears of a server as soon as it is a process. */
type Starting = Options & { spawned?: (pid: number) => void }
type Cluster = { folder: string; data: string; password: string; binaries: PostgresBinaries }
type Server = { pid: number; port: number }

async function prepareCluster({ folder, log }: Options): Promise<Cluster> {
  try {
    fs.mkdirSync(folder, { recursive: true })
    const binaries = await findPostgresBinaries(folder)
    const data = clusterFolder(folder, binaries.user)
    const cluster = { folder: fs.realpathSync(folder), data, password: '', binaries }
    const fresh = !fs.existsSync(path.join(data, 'PG_VERSION'))
    cluster.password = readPassword(cluster.folder, fresh)
    if (fresh) {
      log.info('creating the database folder', { folder: data, runsAs: binaries.user?.name })
      await createCluster(cluster)
    }
    checkVersion(cluster)
    return cluster
  } catch (error) {
    throw inWords(error, folder)
  }
}

function readPassword(folder: string, mayCreate: boolean): string {
  const file = path.join(folder, 'postgres.password')
  if (!fs.existsSync(file)) {
    if (!mayCreate) throw new DataFolderError(`The database in ${folder} cannot be opened: its password file ${file} is gone. Put it back from a backup.`)
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 })
    try {
      // Linking fails when somebody else's password is there already; then theirs counts.
      fs.linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') fs.copyFileSync(draft, file)
    }
    fs.unlinkSync(draft)
  }
  return fs.readFileSync(file, 'utf8').trim()
}

/** Made beside its final place and renamed, so that a half-made cluster is never found. */
async function createCluster({ data, password, binaries }: Cluster) {
  sweepStages(path.dirname(data))
  const stage = fs.mkdtempSync(path.join(path.dirname(data), '.pgdata-new-'))
  try {
    const passwordFile = path.join(stage, 'password')
    fs.writeFileSync(passwordFile, password, { mode: 0o600 })
    const made = path.join(stage, 'pgdata')
    if (binaries.user) for (const at of [stage, passwordFile]) fs.chownSync(at, binaries.user.uid, binaries.user.gid)
    // The built-in C.UTF-8 sorts and cases alike on every machine, whatever locales it has.
    const flags = ['--username=baton', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums']
    const child = spawn(binaries.initdb, [`--pgdata=${made}`, `--pwfile=${passwordFile}`, ...flags], { ...identity(binaries), cwd: stage, env: environment(), detached: true, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    const [code] = (await once(child, 'close')) as [number]
    if (code !== 0) throw new Error(said.trim())
    try {
      fs.renameSync(made, data)
    } catch (error) {
      // Two Batons created it at the same time and the other one was first: theirs is used.
      if (!fs.existsSync(path.join(data, 'PG_VERSION'))) throw error
    }
  } finally {
    fs.rmSync(stage, { recursive: true, force: true })
  }
}

/** Of starts that were ended while they created one. */
function sweepStages(folder: string) {
  for (const name of fs.readdirSync(folder)) {
    const stage = path.join(folder, name)
    if (name.startsWith('.pgdata-new-') && Date.now() - fs.statSync(stage).mtimeMs > 600_000) fs.rmSync(stage, { recursive: true, force: true })
  }
}

function checkVersion({ data, binaries }: Cluster) {
  const made = fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  const have = binaries.version.split('.')[0]
  if (made !== have)
    throw new DataFolderError(`The database in ${data} was made by PostgreSQL ${made} and this Baton brings ${have}. Dump it with the Baton that made it and restore it here, or set DATABASE_URL.`)
}

/** Takes over a running server or starts one; whichever it is, it answers when this returns. */
async function run(cluster: Cluster, options: Starting, wantedPort: number | undefined): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const running = await adopt(cluster, options.log)
    if (running) return running
    const port = wantedPort ?? (await freePort())
    const failure = await launch(cluster, options, port)
    if (typeof failure !== 'string') return failure
    const again = /postmaster\.pid|could not bind|already in use|shared memory block/.test(failure)
    if (!again || attempt === 20) throw inWords(new Error(failure), cluster.data)
    await sleep(250)
  }
}

async function adopt(cluster: Cluster, log: Log): Promise<Server | undefined> {
  const pidFile = path.join(cluster.data, 'postmaster.pid')
  for (let waited = 0; ; waited += 50) {
    const left = readPidFile(cluster.data)
    if (!left) return undefined
    if (!isPostgres(left.pid)) {
      // A killed server's file whose number may meanwhile belong to another program.
      fs.rmSync(pidFile, { force: true })
      return undefined
    }
    if (left.ready) {
      if (!(await answers(cluster, left.port))) {
        await sleep(50)
        continue
      }
      log.info('took over the running database server', { pid: left.pid })
      return { pid: left.pid, port: left.port }
    }
    if (waited > 120_000) throw new DataFolderError(`The database server ${left.pid} on ${cluster.data} neither starts nor stops. Look into ${path.join(cluster.folder, 'postgres.log')}, end that process and start again.`)
    await sleep(50)
  }
}

/** False while it starts or stops. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  try {
    const client = await connect(cluster, port)
    await client.end()
    return true
  } catch (error) {
    if (error instanceof DataFolderError) throw error
    return false
  }
}

/** Returns the server, or what it said when it could not start. */
async function launch(cluster: Cluster, options: Starting, port: number): Promise<Server | string> {
  const logFile = path.join(cluster.folder, 'postgres.log')
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) fs.renameSync(logFile, `${logFile}.1`)
  const output = fs.openSync(logFile, 'a', 0o600)
  const from = fs.fstatSync(output).size
  const flags = Object.entries({ ...settings, ...options.settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // A session of its own: Ctrl-C in a terminal reaches us alone, and we stop the server when we no longer need it.
  const child: ChildProcess = spawn(cluster.binaries.postgres, ['-D', cluster.data, ...flags], { ...identity(cluster.binaries), cwd: cluster.data, env: environment(), detached: true, windowsHide: true, stdio: ['ignore', output, output] })
  fs.closeSync(output)
  let ended = false
  let problem = ''
  child.once('error', (error) => ((ended = true), (problem = error.message)))
  child.once('exit', () => (ended = true))
  child.unref()
  if (child.pid) options.spawned?.(child.pid)
  for (let waited = 0; !ended; waited += 10) {
    const now = readPidFile(cluster.data)
    if (now?.ready && now.pid === child.pid) return { pid: now.pid, port }
    if (waited === 3000) options.log.info('the database is recovering after an unclean stop')
    await sleep(10)
  }
  return problem || fs.readFileSync(logFile).subarray(from).toString('utf8').trim()
}

/** Holds the folder for this Baton, restarts a server that dies, and stops it at the end. */
async function guard(cluster: Cluster, options: Options): Promise<EmbeddedPostgres> {
  // When this process ends without `stop`, the server is asked to end as well, from its first moment on.
  let pid: number | undefined
  const atExit = () => pid && process.platform !== 'win32' && signal(pid, 'SIGINT')
  process.on('exit', atExit)
  const holding = { ...options, spawned: (started: number) => (pid = started) }
  let { server, lock } = await hold(cluster, holding, options.port).catch((error: unknown) => {
    // Another Baton has it: not ours to end.
    if (error instanceof DataFolderError) process.off('exit', atExit)
    throw error
  })
  pid = server.pid
  let stopping: Promise<void> | undefined
  await createDatabase(cluster, server.port)

  let recovering: Promise<void> | undefined
  const watch = () => lock.once('end', () => (recovering = recover()))
  const recover = async () => {
    if (stopping) return
    options.log.warn('the database server went away; starting it again')
    try {
      ;({ server, lock } = await hold(cluster, holding, server.port))
      pid = server.pid
      watch()
      options.log.info('the database server is back')
    } catch (error) {
      if (!stopping) options.log.error('the database server cannot be started again', error)
    }
  }
  const stop = async () => {
    // Half a recovery would start the server again behind our back.
    await recovering
    await lock.end().catch(() => {})
    await end(server.pid, cluster)
    process.off('exit', atExit)
  }
  watch()
  return { url: urlOf(cluster, server.port), stop: () => (stopping ??= stop()) }
}

/** A running server and the lock that makes it ours. Another Baton that is just stopping may take the server away in between. */
async function hold(cluster: Cluster, options: Starting, port: number | undefined): Promise<{ server: Server; lock: pg.Client }> {
  for (let attempt = 1; ; attempt++) {
    const server = await run(cluster, options, port)
    try {
      return { server, lock: await takeFolder(cluster, server.port) }
    } catch (error) {
      if (error instanceof DataFolderError || attempt === 10) throw error
      await sleep(200)
    }
  }
}

async function takeFolder(cluster: Cluster, port: number): Promise<pg.Client> {
  const client = await connect(cluster, port, `baton ${process.pid}`)
  for (let attempt = 0; attempt < 20; attempt++) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [oneBaton])
    if (rows[0]?.taken) return client
    await sleep(100)
  }
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and classid = 0 and objid = $1 and granted`,
    [oneBaton],
  )
  await client.end()
  const who = rows[0] ? ` (process ${rows[0].name.replace('baton ', '')})` : ''
  throw new DataFolderError(`Another Baton${who} already uses ${cluster.folder}. Stop it first, or give this one a folder of its own: BATON_DATA=/some/other/folder.`)
}

async function createDatabase(cluster: Cluster, port: number) {
  const client = await connect(cluster, port)
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'baton'`)
    if (!rowCount) await client.query('create database baton')
  } catch (error) {
    // Made by another worker at this moment (both codes occur).
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await client.end()
  }
}

async function connect(cluster: Cluster, port: number, name = 'baton'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), application_name: name, keepAlive: true, connectionTimeoutMillis: 20_000 })
  // A broken connection also ends; whoever cares listens to that.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error
    throw new DataFolderError(`The database in ${cluster.data} does not accept the password in ${cluster.folder}. Put the postgres.password back that belongs to it.`)
  }
  return client
}

const urlOf = (cluster: Cluster, port: number, database = 'baton') => `postgres://baton:${cluster.password}@127.0.0.1:${port}/${database}`

/** The server's own note: process, …, port, …, status. Undefined when there is none. */
function readPidFile(data: string): { pid: number; port: number; ready: boolean } | undefined {
  try {
    const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : undefined
  } catch {
    return undefined
  }
}

function isPostgres(pid: number): boolean {
  if (!signal(pid, 0)) return false
  if (process.platform === 'win32') return true
  try {
    return path.basename(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '') === 'postgres'
  } catch {
    return /(^|\/)postgres( |$)/.test(spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '')
  }
}

/**
 * Fast stop: open transactions roll back, a checkpoint is written. Waits until the process is gone or has put its note
 * away, which is its last act (a container whose first process reaps nobody keeps it as a zombie).
 */
async function end(pid: number, { data, binaries }: Pick<Cluster, 'data' | 'binaries'>) {
  // Windows knows no such signal: there it would be an immediate stop.
  if (process.platform === 'win32') spawnSync(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast'], { windowsHide: true })
  else signal(pid, 'SIGINT')
  for (let waited = 0; signal(pid, 0) && readPidFile(data)?.pid === pid; waited += 20) {
    // Immediate stop: nothing acknowledged is lost, the next start recovers from the log.
    if (waited === 30_000) signal(pid, 'SIGQUIT')
    await sleep(20)
  }
}

/** False when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const identity = ({ user }: PostgresBinaries) => (user ? { uid: user.uid, gid: user.gid } : {})

/** Ours without PGDATA, PGPORT and the like, and with messages in English, which we read. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  return { ...Object.fromEntries(own), LC_ALL: 'C' }
}

function inWords(error: unknown, folder: string): Error {
  if (error instanceof DataFolderError) return error
  const text = error instanceof Error ? error.message : String(error)
  if (/ENOSPC|No space left/i.test(text)) return new DataFolderError(`The disk that holds ${folder} is full. Make room and start again.`)
  if (/EROFS|EACCES|EPERM|Read-only|Permission denied/i.test(text))
    return new DataFolderError(`The folder ${folder} cannot be written. Give the user who starts Baton the right to write there, or choose another folder with BATON_DATA. (${text})`)
  return new DataFolderError(`The database in ${folder} cannot be started: ${text}`)
}
