import { useEffect, useState } from 'react'
import { turnSteps, type TurnSteps } from '../../src/contracts/turns.ts'
import { api } from '../kit/api.ts'
import { copilotPath } from './studio-api.ts'

/** What happened in the test conversation so far. `mark` moves whenever the chat does; only what is new is asked for. */
export function useTestSteps(copilotId: string, conversationId: string | undefined, mark: number) {
  const [state, setState] = useState<{ of: string | undefined; known: TurnSteps | undefined; error: unknown }>({ of: conversationId, known: undefined, error: undefined })
  const [round, setRound] = useState(0)
  const known = state.of === conversationId ? state.known : undefined
  const after = known?.steps.at(-1)?.turn ?? 0

  useEffect(() => {
    if (!conversationId) return
    const abort = new AbortController()
    const path = `${copilotPath(copilotId)}/test-conversations/${encodeURIComponent(conversationId)}/steps?after=${after}`
    api(turnSteps, path, { signal: abort.signal }).then(
      (more) => {
        if (abort.signal.aborted) return
        setState((old) => {
          const before = old.of === conversationId ? old.known : undefined
          const unchanged = before && more.steps.length === 0
          return { of: conversationId, known: unchanged ? before : { steps: [...(before?.steps ?? []), ...more.steps], caveat: more.caveat ?? before?.caveat ?? null }, error: undefined }
        })
      },
      (error: unknown) => abort.signal.aborted || setState((old) => ({ ...old, of: conversationId, known: old.of === conversationId ? old.known : undefined, error })),
    )
    return () => abort.abort()
    // What is known already is left out of the question; it must not ask again by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [copilotId, conversationId, mark, round])

  return { known, error: state.of === conversationId ? state.error : undefined, retry: () => setRound((count) => count + 1) }
}
