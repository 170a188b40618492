/** The hub refuses a copilot whose name is longer; 30 itself connects. */
export const longestConnectableName = 30

export const nameLength = (name: string) => [...name.trim()].length

/** What the hub will say to this name; undefined when it is short enough. */
export function nameWarning(name: string): string | undefined {
  const length = nameLength(name)
  if (length > longestConnectableName) return `This name has ${length} characters. A copilot can be connected to Omnichannel only when its name has ${longestConnectableName} or fewer.`
  return undefined
}

export function nameProblem(name: string): string | undefined {
  if (!name.trim()) return 'Give the copilot a name.'
  return nameLength(name) > 100 ? 'Use at most 100 characters.' : undefined
}
