export type ValueText = { text: string; /** One line for the folded state; undefined when the whole fits. */ short?: string; code: boolean }

const foldAfter = 120
const oneLine = 60

/** A variable's value for reading: JSON is indented, long values have a short form, nothing is an em dash. */
export function valueText(value: unknown): ValueText {
  const parsed = jsonInText(value)
  const isObject = typeof parsed === 'object' && parsed !== null
  const line = isObject ? JSON.stringify(parsed) : plain(value).replaceAll(/\s+/g, ' ')
  const text = isObject ? (line.length <= oneLine ? line : JSON.stringify(parsed, null, 2)) : plain(value)
  const folds = line.length > foldAfter || text.split('\n').length > 4
  return { text, code: isObject, ...(folds ? { short: `${line.slice(0, foldAfter)}…` } : {}) }
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return String(value)
}

/** Copilots hand tables and records over as JSON text. */
function jsonInText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
