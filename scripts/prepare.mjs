// Brings a checkout to the point where it runs: the right Node, the packages of the lock file, an up-to-date build.
// Node built-ins only, because nothing may be installed yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Ends the process in words when this Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 11)) return
  fail(`Baton needs Node.js 20.11 or newer; this is ${process.versions.node}. Install a current one from https://nodejs.org and try again.`)
}

/** Runs `npm ci` when node_modules does not hold what the lock file names. `tools: false`: what runs the product is enough. */
export function ensureInstalled({ tools = true } = {}) {
  const missing = missingPackages(tools)
  if (missing.length === 0) return
  const locked = readJson('package-lock.json')
  const count = Object.keys(locked?.packages ?? {}).length - 1
  say(`Installing ${count} packages (only when they change; a minute or so) …`)
  const started = Date.now()
  const npm = process.env.npm_execpath
  const [command, ...before] = npm?.endsWith('js') ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const run = spawnSync(command, [...before, 'ci', '--no-fund', '--no-audit', '--loglevel=error', '--include=dev'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32' && before.length === 0,
    // The outer npm's settings (its command, its script) are not for this one.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(command|lifecycle|package|config_(include|omit|production))/.test(name))),
  })
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}\n`)
    fail('The packages could not be installed; npm says why above. Check the network or your npm registry settings and try again.')
  }
  say(`Installed in ${seconds(started)}.`)
}

function missingPackages(tools) {
  const wanted = readJson('package-lock.json')?.packages
  if (!wanted) fail('package-lock.json is missing or damaged. Take it from the repository again.')
  const have = readJson('node_modules/.package-lock.json')?.packages ?? {}
  return Object.entries(wanted)
    .filter(([name, entry]) => name && !entry.optional && !entry.devOptional && !entry.link && !entry.peer && (tools || !entry.dev))
    .filter(([name, entry]) => have[name]?.version !== entry.version || !fs.existsSync(path.join(root, name, 'package.json')))
    .map(([name]) => name)
}

/** What is built, from what, and how. A target is built again when the content of a file it depends on changed. */
export const targets = {
  server: { from: ['src', 'package-lock.json', 'scripts/build.mjs'], out: 'dist/server', what: 'the server' },
  pages: { from: ['ui', 'src/contracts', 'src/platform', 'src/powerfx', 'src/topics', 'package-lock.json', 'vite.config.ts', 'scripts/build.mjs'], without: ['ui/widget'], out: 'dist/ui', what: 'the pages' },
  widget: { from: ['ui/widget', 'src/contracts', 'package-lock.json', 'scripts/build.mjs'], out: 'dist/widget', what: 'the chat widget' },
}

/** The names of targets whose output is missing or older than their sources. */
export function staleTargets() {
  return Object.keys(targets).filter((name) => stampOf(name) !== readText(stampFile(name)))
}

export function writeStamp(name, stamp) {
  fs.mkdirSync(path.dirname(stampFile(name)), { recursive: true })
  fs.writeFileSync(stampFile(name), stamp)
}

/** A fingerprint of everything the target is made from. */
export function stampOf(name) {
  const { from, without = [] } = targets[name]
  const hash = createHash('sha256')
  for (const file of from.flatMap((entry) => filesUnder(entry, without)).sort()) {
    hash.update(file).update('\0').update(fs.readFileSync(path.join(root, file))).update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(entry, without) {
  const stat = fs.statSync(path.join(root, entry), { throwIfNoEntry: false })
  if (!stat || without.includes(entry) || /\.test\.tsx?$|(^|\/)(node_modules|\.[^/]+)$/.test(entry)) return []
  if (stat.isFile()) return [entry]
  return fs.readdirSync(path.join(root, entry)).flatMap((name) => filesUnder(`${entry}/${name}`, without))
}

export async function ensureBuilt() {
  const stale = staleTargets()
  if (stale.length === 0) return
  ensureInstalled()
  const { build } = await import(pathToFileURL(path.join(root, 'scripts/build.mjs')).href)
  try {
    await build(stale)
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\nThe sources could not be built; the first lines above say where.`)
  }
}

/** Runs one of the installed tools with this Node and returns its exit code. */
export function runTool(file, args, env = {}) {
  const run = spawnSync(process.execPath, [path.join(root, 'node_modules', file), ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return run.status ?? 1
}

const stampFile = (name) => path.join(root, 'dist', `.${name}.stamp`)

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function readJson(name) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'))
  } catch {
    return undefined
  }
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

export function say(text) {
  process.stdout.write(`${text}\n`)
}

export function fail(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
