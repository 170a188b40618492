/** Text that is neither a formula nor a template with one. */
export function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !value.startsWith('=') && !value.includes('{')
}
