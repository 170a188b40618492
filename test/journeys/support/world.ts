import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const root = path.resolve(import.meta.dirname, '../../..')
/** Screenshots of a run, for people to look at: BATON_SCREENSHOTS=folder. */
const pictures = process.env['BATON_SCREENSHOTS']

export type World = Awaited<ReturnType<typeof openWorld>>

/**
 * A built server as its own process on an empty data folder, a browser, and a shop page on another origin that hosts the
 * widget by its one script tag. Nothing is mocked: pages, sockets, PostgreSQL and time are real.
 */
export async function openWorld(env: Record<string, string> = {}) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'baton-journey-'))
  fs.chmodSync(data, 0o755)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const settings = { ...process.env, PORT: String(port), BATON_DATA: data, BATON_RATE_LIMIT: '0', ...env }
  let server = await startServer(settings)
  const browser = await chromium.launch({
    executablePath: process.env['BATON_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  })
  const shop = await shopPage(url)
  const contexts: BrowserContext[] = []

  return {
    url,
    browser,
    shopUrl: shop.url,
    /** A person with a browser of their own. */
    async person(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      return page
    },
    /** Signs somebody of the seed in by the development sign-in, as the start page does. */
    async signedIn(userId: string, at: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
      const page = await this.person(options)
      await page.goto(url)
      const answer = await page.evaluate(
        (id) => fetch('/api/auth/development-sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ userId: id }) }).then((response) => response.status),
        userId,
      )
      if (answer >= 300) throw new Error(`development sign-in answered ${answer}`)
      await page.goto(`${url}${at}`)
      return page
    },
    /** Power cut: nothing is told, nothing is flushed. */
    async kill() {
      server.kill('SIGKILL')
      await once(server, 'exit')
    },
    async startAgain() {
      server = await startServer(settings)
    },
    async close() {
      for (const context of contexts) await context.close().catch(() => {})
      await browser.close()
      await shop.close()
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      fs.rmSync(data, { recursive: true, force: true })
    },
  }
}

export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  fs.mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}

async function startServer(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['dist/server/main.js'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const running = new Promise<void>((resolve, reject) => {
    const listen = (part: Buffer) => {
      said += String(part)
      if (said.includes('Baton is running')) resolve()
    }
    server.stdout.on('data', listen)
    server.stderr.on('data', listen)
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)))
  })
  await running
  return server
}

/** Somebody else's website. */
async function shopPage(batonUrl: string) {
  const server = http.createServer((request, response) => {
    const attribute = request.url?.startsWith('/studio-embed/') ? `data-copilot="${request.url.split('/')[2] ?? ''}"` : 'data-widget="widget_website"'
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1><p>Somebody else's page.</p><script src="${batonUrl}/widget/baton-chat.js" ${attribute}></script></html>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
