import { Avatar, Caption1, Subtitle2, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ShieldPersonRegular } from '@fluentui/react-icons/svg/shield-person'
import { type ReactNode, useId } from 'react'
import type { ConversationDetail, ConversationSummary } from '../../../src/contracts/conversation.ts'
import { formatDuration, formatFull, formatWhen } from '../time.ts'
import { reasonText } from '../transcript/hub-event-text.ts'
import { RichText } from '../transcript/rich-text.tsx'
import { RoutingHistory } from './routing-history.tsx'
import { VariablesTable } from './variables-table.tsx'
import { channelName, customerName } from './words.ts'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalM },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalM, borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke3}` },
  title: { margin: 0 },
  customer: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  who: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  muted: { color: tokens.colorNeutralForeground3 },
  facts: { display: 'grid', gridTemplateColumns: 'minmax(90px, auto) 1fr', columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXS, margin: 0, fontSize: tokens.fontSizeBase200 },
  fact: { margin: 0, overflowWrap: 'anywhere' },
  message: { padding: tokens.spacingHorizontalM, borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorBrandBackground2, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
})

/** Everything staff know about a conversation besides what was said. */
export function ConversationDetails(props: { detail: ConversationDetail }) {
  const styles = useStyles()
  const { conversation, variables, context, messageToAgent, entries } = props.detail
  const own = variables.filter(({ name }) => !isHandoffName(name))
  const system = variables.filter(({ name }) => isHandoffName(name))
  return (
    <div className={styles.panel}>
      <Section title="Customer">
        <Customer conversation={conversation} />
        <Facts conversation={conversation} />
      </Section>
      {messageToAgent && (
        <Section title="Private message from the copilot">
          <div className={styles.message}><RichText text={messageToAgent} /></div>
          <Caption1 className={styles.muted}><ShieldPersonRegular aria-hidden="true" /> The customer does not see this.</Caption1>
        </Section>
      )}
      <Section title="Variables">
        {variables.length === 0 && <Text size={200} className={styles.muted}>No copilot has handed anything over.</Text>}
        {own.length > 0 && <VariablesTable variables={own} caption="Collected by the copilot" />}
        {system.length > 0 && <VariablesTable variables={system} caption="About the handoff" />}
      </Section>
      <Section title="Context">
        <VariablesTable variables={context} empty="The customer's page sent none." />
      </Section>
      <Section title="Routing history">
        <RoutingHistory entries={entries} />
      </Section>
    </div>
  )
}

const isHandoffName = (name: string) => name.startsWith('va_')

function Section(props: { title: string; children: ReactNode }) {
  const styles = useStyles()
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <Subtitle2 as="h3" id={id} className={styles.title}>{props.title}</Subtitle2>
      {props.children}
    </section>
  )
}

function Customer(props: { conversation: ConversationSummary }) {
  const styles = useStyles()
  const { conversation } = props
  const name = customerName(conversation)
  return (
    <div className={styles.customer}>
      <Avatar name={name} size={40} color="colorful" badge={{ status: conversation.customerOnline ? 'available' : 'offline', 'aria-hidden': true }} aria-hidden="true" />
      <div className={styles.who}>
        <Text weight="semibold">{name}</Text>
        <Caption1 className={styles.muted}>{conversation.status === 'closed' ? 'Conversation over' : conversation.customerOnline ? 'On the page now' : 'Not on the page right now'}</Caption1>
      </div>
    </div>
  )
}

function Facts(props: { conversation: ConversationSummary }) {
  const styles = useStyles()
  return (
    <dl className={styles.facts}>
      {facts(props.conversation).map((fact) => (
        <div key={fact.name} style={{ display: 'contents' }}>
          <dt className={styles.muted}>{fact.name}</dt>
          <dd className={styles.fact} title={fact.title}>{fact.text}</dd>
        </div>
      ))}
    </dl>
  )
}

type Fact = { name: string; text: string; title?: string | undefined }

function facts(conversation: ConversationSummary): Fact[] {
  const { escalatedAt, acceptedAt } = conversation
  const when = (name: string, iso: string | null): Fact[] => (iso ? [{ name, text: formatWhen(iso), title: formatFull(iso) }] : [])
  return [
    ...(conversation.subject ? [{ name: 'Subject', text: conversation.subject }] : []),
    { name: 'Channel', text: channelName(conversation.channel) },
    ...(conversation.copilotName ? [{ name: 'Copilot', text: conversation.copilotName }] : []),
    ...(conversation.queue ? [{ name: 'Queue', text: conversation.queue.name }] : []),
    ...(conversation.workstream ? [{ name: 'Workstream', text: conversation.workstream.name }] : []),
    ...when('Started', conversation.startedAt),
    ...(escalatedAt && acceptedAt ? [{ name: 'Waited', text: formatDuration(Date.parse(acceptedAt) - Date.parse(escalatedAt)) }] : []),
    ...when('Closed', conversation.closedAt),
    ...(conversation.closeReason ? [{ name: 'Because', text: reasonText(conversation.closeReason) }] : []),
  ]
}
