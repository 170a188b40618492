import { Badge } from '@fluentui/react-components'
import type { ConversationSummary } from '../../../src/contracts/conversation.ts'
import { stageOf, stages } from './words.ts'

export function StageBadge(props: { conversation: Pick<ConversationSummary, 'status' | 'owner'> }) {
  const stage = stages.find(({ stage: id }) => id === stageOf(props.conversation))
  return stage && <Badge appearance="tint" color={stage.color} shape="rounded" style={{ flexShrink: 0, whiteSpace: 'nowrap' }}>{stage.name}</Badge>
}
