/** Whole numbers typed into a form: what is wrong, in words; undefined when it can be saved. */
export function numberProblem(text: string, range: { min: number; max: number; unit: string }): string | undefined {
  if (!/^\d+$/.test(text.trim())) return `Give a whole number of ${range.unit}.`
  const value = Number(text)
  return value < range.min || value > range.max ? `Between ${range.min.toLocaleString('en-US')} and ${range.max.toLocaleString('en-US')} ${range.unit}.` : undefined
}

export function nameProblem(name: string, others: readonly string[]): string | undefined {
  const wanted = name.trim()
  if (!wanted) return 'Give it a name.'
  if (wanted.length > 100) return 'Use at most 100 characters.'
  return others.some((other) => other.trim().toLowerCase() === wanted.toLowerCase()) ? `There is already one named “${wanted}”.` : undefined
}

/** Origins as people write them, one a line: `https://shop.example.org` without a path. */
export function parseOrigins(text: string): { origins: string[]; problem?: string } {
  const lines = text.split(/[\n,]/).map((line) => line.trim()).filter(Boolean)
  const origins: string[] = []
  for (const line of lines) {
    const origin = toOrigin(line)
    if (!origin) return { origins, problem: `“${line}” is not an origin. Write it like https://shop.example.org, without a path.` }
    if (!origins.includes(origin)) origins.push(origin)
  }
  return origins.length > 50 ? { origins, problem: 'At most 50 origins.' } : { origins }
}

function toOrigin(line: string): string | undefined {
  if (!/^https?:\/\//i.test(line) || !URL.canParse(line)) return undefined
  const url = new URL(line)
  return url.pathname === '/' && !url.search && !url.hash && !url.username ? url.origin : undefined
}

/** WCAG contrast of two #rrggbb colours, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export const isColor = (text: string) => /^#[0-9a-f]{6}$/i.test(text)

/** The text the widget writes on its colour: white where that can be read or reads better, else nearly black. */
export const textOn = (color: string) => (contrast(color, '#ffffff') >= 4.5 || contrast(color, '#ffffff') > contrast(color, '#111111') ? '#ffffff' : '#111111')

/** How well the widget's header can be read in this colour. */
export function colorAdvice(color: string): { severity: 'error' | 'warning' | 'success'; text: string } {
  if (!isColor(color)) return { severity: 'error', text: 'A colour is # and six hexadecimal digits, for example #0f6cbd.' }
  const ratio = contrast(color, textOn(color))
  const words = textOn(color) === '#ffffff' ? 'White text' : 'Dark text'
  const shown = `${(Math.floor(ratio * 10) / 10).toFixed(1)} : 1`
  return ratio >= 4.5
    ? { severity: 'success', text: `${words} on it is easy to read (contrast ${shown}).` }
    : { severity: 'warning', text: `${words} on it is hard to read: contrast ${shown}, 4.5 : 1 is needed. Choose a darker or a lighter colour.` }
}
