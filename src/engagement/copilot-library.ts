import { compileCopilot, type RuntimeCopilot } from '../dialog/index.ts'
import { layeredRecognizer, trainRecognizer, type LayeredRecognizer, type Recognizer } from '../recognition/index.ts'
import type { HubDeps } from './ports.ts'

export type ReadyCopilot = { copilot: RuntimeCopilot; recognizer: Recognizer | LayeredRecognizer; environment: Record<string, string>; secretNames: readonly string[] }

/** Versions in memory at once; one is a few hundred kilobytes. */
const kept = 200

/** Learning that failed is tried again with the first message after so long. */
const learnAgainAfterMs = 5 * 60_000

/** Copilots compiled and trained once a version. Version 0 is the draft: it is forgotten whenever something is saved. */
export function copilotLibrary(deps: Pick<HubDeps, 'loadCopilot' | 'learner' | 'firstUse' | 'clock'>) {
  const ready = new Map<string, Promise<ReadyCopilot>>()
  /** When a copilot was found to be understood by words alone, because learning failed. */
  const lacking = new Map<string, number>()

  /** Gets such a copilot a second chance, a while later. */
  const reconsider = async (key: string, loading: Promise<ReadyCopilot>) => {
    const { recognizer } = await loading
    const now = deps.clock.now().getTime()
    if (!('state' in recognizer) || recognizer.state().problem === undefined) return void lacking.delete(key)
    const since = lacking.get(key)
    if (since === undefined) lacking.set(key, now)
    else if (now - since > learnAgainAfterMs && ready.get(key) === loading) {
      lacking.delete(key)
      ready.delete(key)
    }
  }

  const prepare = async (copilotId: string, version: number): Promise<ReadyCopilot> => {
    const definition = await deps.loadCopilot(copilotId, version)
    deps.firstUse?.(copilotId, version)
    const copilot = compileCopilot(definition)
    const isSecret = ({ secret, type }: (typeof definition.environmentVariables)[number]) => secret || type === 'Secret'
    const environment = Object.fromEntries(definition.environmentVariables.filter((variable) => !isSecret(variable)).map((variable) => [variable.schemaName, variable.value ?? variable.defaultValue ?? '']))
    const secretNames = definition.environmentVariables.filter(isSecret).map((variable) => variable.schemaName)
    if (!deps.learner) return { copilot, recognizer: trainRecognizer(copilot), environment, secretNames }
    const recognizer = layeredRecognizer(copilot, deps.learner, { copilotId, draft: version === 0 })
    // What was learnt before is read with the copilot; what was not is learnt while words alone decide.
    await recognizer.recalled()
    return { copilot, recognizer, environment, secretNames }
  }

  return {
    get(copilotId: string, version: number): Promise<ReadyCopilot> {
      const key = `${copilotId}@${version}`
      const known = ready.get(key)
      if (known) {
        void reconsider(key, known).catch(() => {})
        return known
      }
      const loading = prepare(copilotId, version)
      loading.catch(() => ready.delete(key))
      ready.set(key, loading)
      if (ready.size > kept) ready.delete(ready.keys().next().value!)
      return loading
    },
    forgetDrafts() {
      for (const key of ready.keys()) if (key.endsWith('@0')) ready.delete(key)
    },
  }
}

export type CopilotLibrary = ReturnType<typeof copilotLibrary>
