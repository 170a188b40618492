/** What is wrong with a topic's name; `taken` are the names of the others. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  const wanted = name.trim()
  if (!wanted) return 'Give the topic a name.'
  if (wanted.includes('.')) return 'Leave out periods: a solution with such a topic cannot be exported.'
  if (wanted.length > 200) return 'Use at most 200 characters.'
  return taken.some((other) => other.toLowerCase() === wanted.toLowerCase()) ? 'There is already a topic with this name.' : undefined
}
