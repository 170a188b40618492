import { PageLink } from '../kit/page-link.tsx'
import { componentHref } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'

/** A second trigger of a topic is named after the topic's document. */
export function TopicLink(props: { topic: { schemaName: string; name: string } }) {
  const { copilot } = useCopilot()
  const schemaName = props.topic.schemaName.split('#')[0] ?? ''
  return <PageLink to={componentHref(copilot.id, { schemaName, kind: 'topic' })}>{props.topic.name}</PageLink>
}
