import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://localhost:3978'
const pages = ['home', 'desk', 'supervisor', 'studio', 'admin']
const ui = resolve(import.meta.dirname, 'ui')

/**
 * Builds `dist/ui/<page>/index.html` for every page and hashed files under `dist/ui/assets`, served as `/assets/*`.
 * The server answers `/` with home and `/<page>/*` with that page's html. The widget has its own build.
 */
export default defineConfig({
  root: ui,
  base: '/',
  plugins: [react(), zodWithoutEval(), pageFallback()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist/ui'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // An inlined asset would be a data: URL, which a strict content security policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(
        pages.map((page) => [page, resolve(ui, page, 'index.html')] as const).filter(([page, file]) => existsSync(file) && existsSync(resolve(ui, page, 'main.tsx'))),
      ),
      output: {
        codeSplitting: {
          groups: [
            { name: 'fluent', test: /node_modules[\\/](@fluentui|@griffel|@floating-ui|tabster|keyborg|@swc)/, priority: 2, minShareCount: 2 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|react-router-dom|scheduler|zod)[\\/]/, priority: 3 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server, ws: true },
      '/directline': { target: server, ws: true },
      '/v3': { target: server, ws: true },
      '/demo': server,
      '/widget': server,
    },
  },
})

/**
 * zod probes for `new Function` when the first schema is made, which a strict content security policy reports as a
 * violation. `z.config({ jitless: true })` would come too late: schemas are made while modules load.
 */
function zodWithoutEval() {
  const before = '__zod_globalConfig = {}'
  return {
    name: 'baton-zod-without-eval',
    apply: 'build' as const,
    transform(this: { error(message: string): never }, code: string, id: string) {
      if (!/zod[\\/]v4[\\/]core[\\/]core\.js$/.test(id)) return undefined
      if (!code.includes(before)) this.error('zod keeps its configuration elsewhere now: mend zodWithoutEval in vite.config.ts.')
      return { code: code.replace(before, '__zod_globalConfig = { jitless: true }'), map: null }
    },
  }
}

/** The dev server answers deep links like the real one: `/desk/conversations/1` is the desk's page. */
function pageFallback() {
  return {
    name: 'baton-page-fallback',
    configureServer(dev: { middlewares: { use(handler: (req: { url?: string; headers: { accept?: string } }, res: unknown, next: () => void) => void): unknown } }) {
      dev.middlewares.use((req, _res, next) => {
        const path = (req.url ?? '/').split('?')[0] ?? '/'
        const page = path === '/' ? 'home' : pages.find((name) => path === `/${name}` || path.startsWith(`/${name}/`))
        if (page && req.headers.accept?.includes('text/html')) req.url = `/${page}/index.html`
        next()
      })
    },
  }
}
