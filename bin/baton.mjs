#!/usr/bin/env node
// The `baton` command. Runs the built command line when it is up to date, else the sources through tsx.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, fail, root, staleTargets } from '../scripts/prepare.mjs'

checkNode()
if (process.argv[2] === 'start') {
  process.argv.splice(2, 1)
  await import('../scripts/start.mjs')
} else {
  const { main } = await import(pathToFileURL(await entry()).href)
  process.exitCode = await main(process.argv.slice(2))
}

async function entry() {
  const built = path.join(root, 'dist/server/cli.js')
  const source = path.join(root, 'src/cli/main.ts')
  if (fs.existsSync(built) && (!fs.existsSync(source) || !staleTargets().includes('server'))) return built
  try {
    const { register } = await import('tsx/esm/api')
    register()
  } catch {
    fail(`Baton's packages are not installed. Run "npm ci" in ${root} first.`)
  }
  return source
}
