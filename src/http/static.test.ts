import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { staticFiles } from './static.ts'

let app: FastifyInstance
let folder: string
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'baton-static-'))
  const files: Record<string, string> = {
    'ui/home/index.html': '<h1>Home</h1>',
    'ui/desk/index.html': '<h1>Desk</h1>',
    'ui/assets/desk-1a2b.js': 'desk()',
    'widget/baton-chat.js': 'chat()',
    'secret.txt': 'secret',
  }
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), text)
  }
  app = fastify()
  await staticFiles(app, { environment: 'development', uiFolder: path.join(folder, 'ui') })
})
afterAll(async () => {
  await app.close()
  fs.rmSync(folder, { recursive: true })
})

describe('a page', () => {
  it('is one html file for all its addresses, asked for anew each time', async () => {
    for (const url of ['/desk', '/desk/', '/desk/conversations/c_1']) {
      const page = await app.inject(url)
      expect([page.statusCode, page.body, page.headers['cache-control'], page.headers['content-type']]).toEqual([200, '<h1>Desk</h1>', 'no-cache', 'text/html; charset=utf-8'])
    }
    expect((await app.inject('/')).body).toBe('<h1>Home</h1>')
  })

  it('that is unchanged is not sent again', async () => {
    const { etag } = (await app.inject('/desk')).headers
    expect((await app.inject({ url: '/desk', headers: { 'if-none-match': String(etag) } })).statusCode).toBe(304)
  })

  it('that was not built yet says so', async () => {
    const page = await app.inject('/studio')
    expect([page.statusCode, page.body.includes('npm run build')]).toEqual([503, true])
  })
})

describe('a file', () => {
  it('with a hash in its name is kept for ever; the widget’s script for five minutes, on any site', async () => {
    expect((await app.inject('/assets/desk-1a2b.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const script = await app.inject('/widget/baton-chat.js')
    expect([script.body, script.headers['cache-control'], script.headers['access-control-allow-origin'], script.headers['cross-origin-resource-policy']]).toEqual(['chat()', 'public, max-age=300', '*', 'cross-origin'])
  })

  it.each(['/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/%2e%2e/%2e%2e/secret.txt', '/widget/..%5c..%5csecret.txt', '/assets/nothing.js', '/assets/', '/assets/%00'])('outside is not served: %s', async (url) => {
    const answer = await app.inject(url)
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.body).not.toContain('secret\n')
  })
})
