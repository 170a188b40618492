import fs from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HttpConfig } from './config.ts'

/** Each page is one html file that routes by itself: /desk/conversations/1 is the desk. */
const pages = ['desk', 'supervisor', 'studio', 'admin'] as const

export async function staticFiles(app: FastifyInstance, config: HttpConfig) {
  const uiFolder = path.resolve(config.uiFolder)
  const widgetFolder = path.resolve(config.widgetFolder ?? path.join(uiFolder, '..', 'widget'))

  // Only registers `reply.sendFile`.
  await app.register(fastifyStatic, { root: uiFolder, serve: false })

  const page = (name: string) => async (_request: FastifyRequest, reply: FastifyReply) => {
    const file = path.join(name, 'index.html')
    if (!fs.existsSync(path.join(uiFolder, file))) {
      return plainPage(reply, 503, 'This page has not been built yet', 'Run "npm run build" and load it again.')
    }
    return reply.sendFile(file, uiFolder, { cacheControl: false, maxAge: 0 }).header('cache-control', 'no-cache')
  }
  app.get('/', page('home'))
  // Browsers ask for it on pages that name no icon; ours name one.
  app.get('/favicon.ico', async (_request, reply) => reply.status(204).send())
  for (const name of pages) {
    app.get(`/${name}`, page(name))
    app.get(`/${name}/*`, page(name))
  }

  // Their names contain a hash of what is in them.
  app.get('/assets/*', async (request, reply) => {
    const file = wildcard(request)
    return reply.sendFile(file, path.join(uiFolder, 'assets'), { immutable: true, maxAge: '365d' })
  })
  // Sites name this address for years, so it is asked for anew; an unchanged one is answered by its ETag.
  app.get('/widget/*', async (request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    return reply.sendFile(wildcard(request), widgetFolder, { maxAge: '5m' })
  })
}

/** `title` and `words` are our own. */
export function plainPage(reply: FastifyReply, status: number, title: string, words: string) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em;color-scheme:light dark}</style>
<h1>${title}</h1><p>${words}</p><p><a href="/">Start page</a></p></html>`
  return reply.status(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html)
}

function wildcard(request: FastifyRequest): string {
  return (request.params as { '*': string })['*']
}
