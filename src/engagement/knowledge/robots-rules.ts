type Rule = { allow: boolean; path: string }
export type RobotsRules = { allows(url: URL): boolean; delayMs: number }

const MOST_RULES = 2_000

/** What a robots.txt says to `agent`. The longest rule that fits decides; of two as long, the one that allows. (RFC 9309) */
export function readRobots(text: string, agent: string): RobotsRules {
  const groups: { agents: string[]; rules: Rule[]; delay: number }[] = []
  let open = false
  for (const line of text.slice(0, 500_000).split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line) ?? []
    const key = name.toLowerCase()
    if (key === 'user-agent') {
      if (!open) groups.push({ agents: [], rules: [], delay: 0 })
      groups.at(-1)?.agents.push(value.toLowerCase())
      open = true
    } else if (key === 'allow' || key === 'disallow' || key === 'crawl-delay') {
      open = false
      const group = groups.at(-1)
      if (key === 'crawl-delay' && group) group.delay = Number(value) || 0
      else if (value && group && group.rules.length < MOST_RULES) group.rules.push({ allow: key === 'allow', path: value })
    }
  }
  const named = groups.filter((group) => group.agents.some((name) => name !== '*' && agent.toLowerCase().includes(name)))
  const chosen = named.length > 0 ? named : groups.filter((group) => group.agents.includes('*'))
  const rules = chosen.flatMap((group) => group.rules).toSorted((a, b) => b.path.length - a.path.length || Number(b.allow) - Number(a.allow))
  return {
    delayMs: Math.max(0, ...chosen.map((group) => group.delay * 1000)),
    allows: ({ pathname, search }) => pathname === '/robots.txt' || (rules.find((rule) => fits(rule.path, pathname + search))?.allow ?? true),
  }
}

/** `*` stands for anything, `$` for the end. Walks the parts instead of building a pattern, so that no rule can take long. */
function fits(rule: string, path: string): boolean {
  const toEnd = rule.endsWith('$')
  const parts = (toEnd ? rule.slice(0, -1) : rule).split('*')
  let at = 0
  for (const [number, part] of parts.entries()) {
    const found = number === 0 ? (path.startsWith(part) ? 0 : -1) : toEnd && number === parts.length - 1 ? (path.length - part.length >= at && path.endsWith(part) ? path.length - part.length : -1) : path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return !toEnd || at === path.length
}
