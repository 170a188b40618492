import { useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import type { TurnSteps } from '../../src/contracts/turns.ts'
import { componentHref, nodeHref } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'

/**
 * Shows the node the test conversation came to: in the topic that is open, or with `track` in whichever topic it is. A
 * page with changes that are not saved is not left.
 */
export function useFollowNode(steps: TurnSteps | undefined, track: boolean) {
  const { copilot, unsaved } = useCopilot()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const node = steps?.steps.findLast((step) => step.nodes.length > 0)?.nodes.at(-1)
  const mark = node && `${steps?.steps.length} ${node.topic} ${node.nodeId}`
  useEffect(() => {
    if (!node) return
    const isOpen = componentHref(copilot.id, { schemaName: node.topic, kind: 'topic' }) === pathname
    if (isOpen || (track && !unsaved.current)) void navigate(nodeHref(copilot.id, node.topic, node.nodeId), { replace: isOpen })
    // Only what happens moves the page: not that it was moved by hand.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [mark, track])
}
