/** Whether a literal format of Text() is one the language accepts. */
export function checkFormat(format: string): boolean {
  return format !== undefined
}
