import { yamlText } from './topic-templates.ts'

/** `Greeting (copy)`, `Greeting (copy 2)` and so on: the first that no topic has. */
export function copyName(name: string, taken: readonly string[]): string {
  const base = name.replace(/ \(copy(?: \d+)?\)$/, '').slice(0, 180)
  const used = new Set(taken.map((other) => other.toLowerCase()))
  for (let count = 1; ; count++) {
    const candidate = `${base} (copy${count === 1 ? '' : ` ${count}`})`
    if (!used.has(candidate.toLowerCase())) return candidate
  }
}

/** The same document under another name, where it names itself; everything else stays byte for byte. */
export function copiedTopic(text: string, name: string): string {
  return text
    .replace(/^(mcs\.metadata:[^\S\n]*\r?\n(?:[ \t]+[^\n]*\n)*?[ \t]+componentName:)[^\r\n]*/, (_, before: string) => `${before} ${yamlText(name)}`)
    .replace(/^(# Name:)[^\r\n]*/, (_, before: string) => `${before} ${name}`)
}

/** What the document says of itself by its schema name (choices of its questions, going to itself), said of the copy. */
export function withOwnReferences(text: string, from: string, to: string): string {
  return text.replace(new RegExp(`(?<![\\w.])${from.replace(/[^\w]/g, '\\$&')}(?![\\w-])`, 'gi'), () => to)
}
