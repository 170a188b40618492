// `npm start`: installs and builds what is missing or changed, then runs the server in this process, so that signals
// and the exit code are its own.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, ensureBuilt, ensureInstalled, root } from './prepare.mjs'

checkNode()
ensureInstalled({ tools: false })
await ensureBuilt()

// Until the server listens to signals itself, one ends the process the ordinary way, so that what it started ends too.
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) {
  process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(code))
}

const main = path.join(root, 'dist/server/main.js')
// The server starts itself when it is the program that was run; from here on it is.
process.argv[1] = main
await import(pathToFileURL(main).href)
