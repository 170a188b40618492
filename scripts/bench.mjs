// `npm run bench -- <name>`: runs bench/<name>.ts. Without a name it lists them.
import { checkNode, ensureInstalled, runTool } from './prepare.mjs'

checkNode()
ensureInstalled()
process.exit(runTool('tsx/dist/cli.mjs', ['bench/run.ts', ...process.argv.slice(2)]))
