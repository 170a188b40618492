import type { Chat } from './chat/chat.ts'

/** What a host page may do with the chat: `window.Baton`. Events are dispatched on `window` as `baton:<name>`. */
export type BatonApi = {
  open(): void
  close(): void
  /** Values that travel with the conversation: for routing rules, the copilot and the agent. Before the chat starts. */
  setContext(values: Record<string, string | number | boolean>): void
  /** Opens the panel and starts a chat, a new one when the last one has ended. */
  startChat(): Promise<void>
  endChat(): Promise<void>
  readonly state: { open: boolean; phase: string; unread: number; conversationId: string | undefined }
}

export function createApi(chat: Chat): BatonApi {
  return {
    open: () => chat.setOpen(true),
    close: () => chat.setOpen(false),
    setContext: (values) => chat.setContext(readContext(values)),
    async startChat() {
      chat.setOpen(true)
      if (chat.view().phase === 'ended') await chat.startAgain()
      else await chat.start()
    },
    endChat: () => chat.end(),
    get state() {
      const { open, phase, unread } = chat.view()
      return { open, phase, unread, conversationId: chat.conversationId }
    },
  }
}

export function emit(name: string, detail?: unknown) {
  window.dispatchEvent(new CustomEvent(`baton:${name}`, { detail }))
}

/** Up to 100 simple values; a page that passes something else hears of it in its console. */
function readContext(values: Record<string, unknown>): Record<string, string | number | boolean> {
  const read = Object.entries(values).flatMap(([name, value]): [string, string | number | boolean][] => {
    if (typeof value === 'string') return [[name.slice(0, 100), value.slice(0, 4000)]]
    if (typeof value === 'number' || typeof value === 'boolean') return [[name.slice(0, 100), value]]
    console.warn(`Baton.setContext: "${name}" is neither text nor number nor true/false, so it is left out.`)
    return []
  })
  return Object.fromEntries(read.slice(0, 100))
}
