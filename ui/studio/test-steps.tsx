import type { TurnStep } from '../../src/contracts/turns.ts'
import { PageLink } from '../kit/page-link.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { TurnSteps } from '../kit/turn-steps.tsx'
import { nodeHref } from './component-place.ts'
import type { useTestSteps } from './use-test-steps.ts'

type Node = TurnStep['nodes'][number]

/** What happened in the test conversation so far; each node leads to where it stands. */
export function TestSteps(props: { copilotId: string; steps: ReturnType<typeof useTestSteps> }) {
  const { known, error, retry } = props.steps
  if (error && !known) return <ErrorState title="The steps could not be loaded" error={error} onRetry={retry} />
  if (!known) return <Loading label="Loading the steps…" />
  const link = (topic: string, nodeId: string, words: string) => <PageLink to={nodeHref(props.copilotId, topic, nodeId)}>{words}</PageLink>
  return <TurnSteps steps={known} empty="Write to the copilot: each step it takes appears here, with the reason." node={({ topic, name, nodeKind, nodeId }: Node) => <>{name}: {nodeKind} {link(topic, nodeId, nodeId)}</>} errorNode={link} />
}
