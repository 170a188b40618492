import type { DialogState } from '../../dialog/index.ts'

/** Stands for a secret by its name, between two characters that no text of a person holds. */
const stand = (name: string) => `\uE0F0${name}\uE0F1`

/**
 * A copilot's state as it is stored: where a topic put a secret into a variable, the secret's name stands for it. A secret
 * that was changed meanwhile comes back as the new one.
 */
export function conceal(state: DialogState, secrets: Record<string, string> | undefined): DialogState {
  return exchange(state, Object.entries(secrets ?? {}), (name, secret) => [secret, stand(name)])
}

export function reveal(state: DialogState | undefined, secrets: Record<string, string> | undefined): DialogState | undefined {
  return state && exchange(state, Object.entries(secrets ?? {}), (name, secret) => [stand(name), secret])
}

function exchange(state: DialogState, secrets: [string, string][], between: (name: string, secret: string) => [string, string]): DialogState {
  const there = secrets.filter(([, secret]) => secret !== '')
  if (there.length === 0) return state
  const text = JSON.stringify(state)
  const changed = there.reduce((sum, [name, secret]) => {
    const [from, to] = between(name, secret)
    return sum.replaceAll(inJson(from), () => inJson(to))
  }, text)
  return changed === text ? state : (JSON.parse(changed) as DialogState)
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
