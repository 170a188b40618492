import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { HeadsetRegular } from '@fluentui/react-icons/svg/headset'
import { useState } from 'react'
import { useParams } from 'react-router-dom'
import type { Inbox } from '../../src/contracts/desk.ts'
import { AppShell, ConnectionBar, EmptyState, VisuallyHidden, customerName, useMe } from '../kit/index.ts'
import { useAttentionTitle, useRing, useSoundSwitch } from './attention.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { useDesk } from './desk-state.tsx'
import { InboxPane } from './inbox-pane.tsx'
import { findInInbox, inboxSections } from './inbox-sections.ts'
import { readMarks, useMarks } from './local-marks.ts'
import { Offers } from './offers.tsx'
import { PresenceMenu } from './presence-menu.tsx'
import { PresenceNotice } from './presence-notice.tsx'
import { ShortcutsDialog, useShortcuts } from './shortcuts.tsx'

const useStyles = makeStyles({
  desk: { display: 'flex', flexGrow: 1, minHeight: 0 },
  inbox: { width: '320px', flexShrink: 0, minHeight: 0, borderRight: `1px solid ${tokens.colorNeutralStroke2}`, '@media (max-width: 719px)': { width: '100%', borderRight: 'none' } },
  work: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  /** On a phone the list and the conversation take turns. */
  behind: { '@media (max-width: 719px)': { display: 'none' } },
})

/** The agent's page: the inbox beside the conversation on the screen, offers above both. */
export function DeskPage() {
  const styles = useStyles()
  const me = useMe()
  const { id } = useParams()
  const { inbox, socket } = useDesk()
  const marks = useMarks(readMarks)
  const sections = inbox ? inboxSections(inbox, (conversation) => Number(marks.get(conversation))) : []
  const [sound, setSound] = useSoundSwitch()
  const [help, setHelp] = useState(false)
  const caller = inbox?.offers[0]
  const unread = sections.flatMap((section) => section.rows).filter((row) => row.unread).length
  const open = id === undefined ? undefined : findInInbox(inbox, id)

  useRing(caller !== undefined, sound)
  useAttentionTitle(open ? `${customerName(open)} · Desk` : 'Desk', caller && customerName(caller.conversation), unread)
  useShortcuts(sections)
  return (
    <AppShell area="desk" me={me} tools={<PresenceMenu />}>
      <VisuallyHidden as="h1">Desk</VisuallyHidden>
      <ConnectionBar status={socket} />
      <PresenceNotice />
      <div className={styles.desk}>
        <div className={mergeClasses(styles.inbox, id !== undefined && styles.behind)}>
          <InboxPane sections={sections} sound={sound} onSound={setSound} onShortcuts={() => setHelp(true)} />
        </div>
        <div className={mergeClasses(styles.work, id === undefined && styles.behind)}>
          {id === undefined ? (
            <NothingOpen inbox={inbox} />
          ) : (
            <ConversationPane key={id} id={id} />
          )}
        </div>
      </div>
      <Offers compact={id !== undefined} />
      {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </AppShell>
  )
}

/** What to do next when no conversation is open. */
function NothingOpen(props: { inbox: Inbox | undefined }) {
  const { title, text } = nextStep(props.inbox)
  return <EmptyState icon={<HeadsetRegular />} title={title}>{text}</EmptyState>
}

function nextStep(inbox: Inbox | undefined): { title: string; text: string } {
  const serving = inbox?.agent.presence === 'available' || inbox?.agent.presence === 'busy'
  const offered = serving ? 'The next conversation is offered to you as soon as a copilot hands one off.' : 'Set your presence to Available to be offered conversations.'
  if (inbox && inbox.offers.length > 0) return { title: 'Somebody is waiting for you', text: 'Accept the offer to see what was said so far, or decline it, and the next agent is asked.' }
  if (inbox && inbox.mine.length > 0) return { title: 'Pick a conversation', text: offered }
  if (inbox && inbox.open.length > 0) return { title: 'Customers are waiting in your queues', text: `Open one to take it. ${offered}` }
  return { title: 'Nothing to do right now', text: offered }
}
