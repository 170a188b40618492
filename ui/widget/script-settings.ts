/** Where the widget belongs: read from its own script tag, so that one line in a page is enough. */
export type ScriptSettings = {
  /** The server, e.g. `https://chat.example`. */
  origin: string
  /** `widget`: the hub's live chat. `copilot`: the studio's embed code. */
  kind: 'widget' | 'copilot'
  id: string
  /** The customer's name, when the page knows it. */
  customerName?: string
  locale?: string
}

type ScriptLike = { src: string; dataset: Record<string, string | undefined> }

/** Undefined when the tag names neither a widget nor a copilot, or its address cannot be read. */
export function readScriptSettings(script: ScriptLike): ScriptSettings | undefined {
  const { widget, copilot, customerName, locale } = script.dataset
  const id = widget ?? copilot
  if (!id || !/^https?:\/\//.test(script.src)) return undefined
  // The server may live under a path: everything before /widget/ is its address.
  const origin = script.src.replace(/\/widget\/[^/?#]*([?#].*)?$/, '')
  return { origin, kind: widget ? 'widget' : 'copilot', id, ...(customerName ? { customerName } : {}), ...(locale ? { locale } : {}) }
}

/** The tag that is running, or the one that loaded us where the browser does not say (async insertion, modules). */
export function findScript(document: Document): HTMLScriptElement | undefined {
  const running = document.currentScript
  if (running instanceof HTMLScriptElement && running.src) return running
  return [...document.querySelectorAll<HTMLScriptElement>('script[src*="/widget/baton-chat.js"]')].find((script) => script.dataset['widget'] ?? script.dataset['copilot'])
}
