import { useEffect, useState } from 'react'
import { turnSteps, type TurnSteps as Steps } from '../../src/contracts/turns.ts'
import { api } from '../kit/api.ts'
import { ErrorState, Loading } from '../kit/states.tsx'
import { TurnSteps } from '../kit/turn-steps.tsx'
import { copilotPath } from './studio-api.ts'

/** What happened in the test conversation so far. `mark` moves whenever the chat does; only what is new is asked for. */
export function TestSteps(props: { copilotId: string; conversationId: string; mark: number }) {
  const [known, setKnown] = useState<Steps>()
  const [error, setError] = useState<unknown>()
  const [round, setRound] = useState(0)
  const after = known?.steps.at(-1)?.turn ?? 0

  useEffect(() => {
    const abort = new AbortController()
    const path = `${copilotPath(props.copilotId)}/test-conversations/${encodeURIComponent(props.conversationId)}/steps?after=${after}`
    api(turnSteps, path, { signal: abort.signal }).then(
      (more) => {
        if (abort.signal.aborted) return
        setError(undefined)
        setKnown((old) => (old && more.steps.length === 0 ? old : { steps: [...(old?.steps ?? []), ...more.steps], caveat: more.caveat ?? old?.caveat ?? null }))
      },
      (failure: unknown) => abort.signal.aborted || setError(failure),
    )
    return () => abort.abort()
    // What is known already is left out of the question; it must not ask again by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [props.copilotId, props.conversationId, props.mark, round])

  if (error && !known) return <ErrorState title="The steps could not be loaded" error={error} onRetry={() => setRound((n) => n + 1)} />
  if (!known) return <Loading label="Loading the steps…" />
  return <TurnSteps steps={known} empty="Write to the copilot: each step it takes appears here, with the reason." />
}
