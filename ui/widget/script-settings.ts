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
  /** Parameters of the page's address that travel with the chat as context, by name; `*` for all of them. */
  urlContext?: readonly string[]
}

type ScriptLike = { src: string; dataset: Record<string, string | undefined> }

/** Undefined when the tag names neither a widget nor a copilot, or its address cannot be read. */
export function readScriptSettings(script: ScriptLike): ScriptSettings | undefined {
  const { widget, copilot, customerName, locale, urlContext } = script.dataset
  const names = (urlContext ?? '').split(',').map((name) => name.trim()).filter(Boolean)
  const id = widget ?? copilot
  if (!id || !/^https?:\/\//.test(script.src)) return undefined
  // The server may live under a path: everything before /widget/ is its address.
  const origin = script.src.replace(/\/widget\/[^/?#]*([?#].*)?$/, '')
  return { origin, kind: widget ? 'widget' : 'copilot', id, ...(customerName ? { customerName } : {}), ...(locale ? { locale } : {}), ...(names.length > 0 ? { urlContext: names } : {}) }
}

const mostParameters = 50
const longestValue = 4000
/** What the demo page itself is asked by. */
const own = ['widget', 'copilot']

/** The parameters of the page's address that the script tag lets through, in the tag's spelling, whatever the address's capitals. */
export function contextFromUrl(names: readonly string[], search: string): Record<string, string> {
  const allowed = new Map(names.map((name) => [name.toLowerCase(), name]))
  const taken = [...new URLSearchParams(search)].flatMap(([name, value]): [string, string][] => {
    const known = allowed.get(name.toLowerCase()) ?? (allowed.has('*') && !own.includes(name) ? name : undefined)
    return known ? [[known.slice(0, 100), value.slice(0, longestValue)]] : []
  })
  return Object.fromEntries(taken.slice(0, mostParameters))
}

/** The tag that is running, or the one that loaded us where the browser does not say (async insertion, modules). */
export function findScript(document: Document): HTMLScriptElement | undefined {
  const running = document.currentScript
  if (running instanceof HTMLScriptElement && running.src) return running
  return [...document.querySelectorAll<HTMLScriptElement>('script[src*="/widget/baton-chat.js"]')].find((script) => script.dataset['widget'] ?? script.dataset['copilot'])
}
