// `npm test`: types, lint, tests. `npm run journeys`: whole stories in a real browser against the built server.
// Further arguments go to vitest: `npm test -- src/topics`.
import fs from 'node:fs'
import { checkNode, ensureBuilt, ensureInstalled, fail, runTool, say, seconds } from './prepare.mjs'

const started = Date.now()
const args = process.argv.slice(2)
const journeys = args[0] === 'journeys'

checkNode()
ensureInstalled()
const failed = []
if (journeys) {
  const browser = findBrowser()
  if (!browser) fail('The journeys need Chromium or Chrome. Install one (Debian: apt-get install chromium), or name it: BATON_CHROMIUM=/path/to/chromium.')
  await ensureBuilt()
  step('Journeys', 'vitest/vitest.mjs', ['run', ...args.slice(1)], { BATON_JOURNEYS: '1', BATON_CHROMIUM: browser })
} else {
  step('Types', 'typescript/bin/tsc', ['--noEmit', '-p', '.'])
  step('Lint', 'oxlint/bin/oxlint', ['--quiet', ...['src', 'ui', 'test', 'bench', 'scripts', 'bin'].filter((folder) => fs.existsSync(folder))])
  step('Tests', 'vitest/vitest.mjs', ['run', ...args])
}
if (failed.length) fail(`Failed after ${seconds(started)}: ${failed.join(', ')}.`)
say(`All passed in ${seconds(started)}.`)

/** Goes on after a failure: who mends one thing wants to see the others as well. */
function step(name, tool, toolArgs, env) {
  say(`${name} …`)
  if (runTool(tool, toolArgs, env) !== 0) failed.push(name)
}

function findBrowser() {
  return [
    process.env.BATON_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find((file) => file && fs.existsSync(file))
}
