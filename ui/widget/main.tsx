/** @jsxImportSource preact */
import { render } from 'preact'
import { createApi, emit } from './api.ts'
import { createChat } from './chat/chat.ts'
import { backoff } from './chat/connection.ts'
import { createMemory, pageStorage, type Memory } from './chat/memory.ts'
import { createServer, ServerError, type Config, type Server } from './chat/server.ts'
import { cardsFrom } from './load-cards.ts'
import { contextFromUrl, findScript, readScriptSettings, type ScriptSettings } from './script-settings.ts'
import { beep } from './sound.ts'
import { App } from './view/app.tsx'
import { readableOn, textOn } from './view/color.ts'
import { styles } from './view/styles.ts'

type Page = { Baton?: Record<string, unknown> }
type Early = [string, unknown[]][]
const callable = ['open', 'close', 'setContext', 'startChat', 'endChat']

const script = findScript(document)
const settings = script && readScriptSettings(script)
const page = window as Page
if (!settings) console.error('Baton: the script tag names no chat. Copy it again from the place where the chat is managed: it needs data-widget or data-copilot.')
else if (page.Baton?.['open']) console.warn('Baton: this page has a chat already; the second script tag does nothing.')
else {
  const early: Early = []
  // Taken at once, so that a second tag sees it; what the page asks for before we are ready is done then.
  page.Baton = Object.assign(page.Baton ?? {}, Object.fromEntries(callable.map((name) => [name, (...args: unknown[]) => void early.push([name, args])])))
  void begin(settings, early)
}

async function begin(settings: ScriptSettings, early: Early) {
  if (document.readyState === 'loading') await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
  const server = createServer(settings)
  const memory = createMemory(`baton:${settings.id}`, pageStorage(), window)
  const config = await loadConfig(server, memory)
  if (!config) return
  cardsFrom(settings.origin)
  const root = createRoot(config)
  const chat = createChat({ settings, server, memory, config, emit: (name, detail) => heard(name, detail, memory) })
  page.Baton = Object.defineProperties(page.Baton ?? {}, Object.getOwnPropertyDescriptors(createApi(chat)))
  if (settings.urlContext) chat.setContext(contextFromUrl(settings.urlContext, location.search))
  render(<App chat={chat} />, root)
  chat.resume()
  for (const [name, args] of early) (page.Baton[name] as (...args: unknown[]) => unknown)(...args)
  emit('ready')
}

/** Tries until the server is there: pages are often loaded while a network comes back. */
async function loadConfig(server: Server, memory: Memory): Promise<Config | undefined> {
  for (let failures = 1; ; failures++) {
    try {
      const config = await server.config()
      memory.set('config', config)
      return config
    } catch (error) {
      if (error instanceof ServerError && !error.passing) {
        console.error(`Baton: this chat cannot be shown here. ${error.message}`)
        return undefined
      }
      const known = memory.get<Config>('config')
      if (known && failures === 1) return known
      await new Promise((resolve) => setTimeout(resolve, backoff(failures)))
    }
  }
}

/** Our own tree, closed to the page's styles as theirs is to ours. */
function createRoot(config: Config): ShadowRoot {
  const host = document.createElement('baton-chat')
  host.style.cssText = 'all: initial; position: static; display: block;'
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  const color = /^#[0-9a-f]{6}$/i.test(config.color) ? config.color : '#0f6cbd'
  const colors = { '--accent': color, '--on-accent': textOn(color), '--link-light': readableOn(color, '#f1f2f4'), '--link-dark': readableOn(color, '#2f2f33') }
  for (const [name, value] of Object.entries(colors)) host.style.setProperty(name, value)
  document.body.append(host)
  return root
}

function heard(name: string, detail: unknown, memory: Memory) {
  if (name === 'message' && memory.get<boolean>('sound')) beep()
  emit(name, detail)
}
