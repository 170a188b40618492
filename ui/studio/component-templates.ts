import { yamlText } from './topic-templates.ts'

export type NewEntity = { how: 'list' | 'pattern'; /** One item a line: its name, and after a colon other words for it, parted by commas. */ items: string; pattern: string }
export const blankEntity: NewEntity = { how: 'list', items: '', pattern: '' }

export type NewVariable = { description: string; /** The page that shows the chat may give it a value. */ external: boolean }
export const blankVariable: NewVariable = { description: '', external: false }

type Item = { name: string; synonyms: string[] }

export function itemsOf(text: string): Item[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', ...rest] = line.split(':')
    const synonyms = rest.join(':').split(',').map((word) => word.trim()).filter((word) => word !== '' && word !== name.trim())
    return name.trim() ? [{ name: name.trim(), synonyms: [...new Set(synonyms)] }] : []
  })
}

/** What is wrong with the entity, in words. */
export function entityProblem({ how, items, pattern }: NewEntity): string | undefined {
  if (how === 'pattern') return pattern.trim() ? undefined : 'Write the pattern to look for.'
  const names = itemsOf(items).map(({ name }) => name.toLowerCase())
  if (names.length === 0) return 'Write at least one item.'
  const twice = names.find((name, index) => names.indexOf(name) < index)
  return twice === undefined ? undefined : `“${twice}” is given twice.`
}

export function entityText({ how, items, pattern }: NewEntity): string {
  if (how === 'pattern') return `kind: RegexEntity\npattern: ${yamlText(pattern.trim())}\n`
  const lines = itemsOf(items).map(({ name, synonyms }) => `  - id: ${yamlText(name)}\n    displayName: ${yamlText(name)}\n${synonyms.length > 0 ? `    synonyms:\n${synonyms.map((word) => `      - ${yamlText(word)}\n`).join('')}` : ''}`)
  return `kind: ClosedListEntity\nitems:\n${lines.join('\n')}`
}

/** A variable is named as formulas write it. */
export function variableNameProblem(name: string, taken: readonly string[]): string | undefined {
  const wanted = name.trim()
  if (!wanted) return 'Give the variable a name.'
  if (!/^[A-Za-z_]\w*$/.test(wanted)) return 'Use letters, digits and underscores, with a letter first: formulas write it as Global.Name.'
  if (wanted.length > 100) return 'Use at most 100 characters.'
  return taken.some((other) => other.toLowerCase() === wanted.toLowerCase()) ? 'There is already a variable with this name.' : undefined
}

export function variableText(name: string, { description, external }: NewVariable): string {
  const metadata = description.trim() ? `mcs.metadata:\n  componentName: ${yamlText(name)}\n  description: ${yamlText(description.trim())}\n` : ''
  return `${metadata}kind: Variable\nname: ${name}\nscope: Conversation\nisExternalInitializationAllowed: ${external}\naIVisibility: Hidden\n`
}
