import { Button, Drawer, DrawerBody, DrawerHeader, DrawerHeaderTitle, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useEffect, useRef, useState } from 'react'
import { type ConversationSummary, conversationDetail } from '../../src/contracts/conversation.ts'
import { turnSteps } from '../../src/contracts/turns.ts'
import { TurnSteps } from '../kit/turn-steps.tsx'
import { ConfirmDialog, ConversationDetails, ErrorState, Loading, StageBadge, Tabs, Transcript, TranscriptScroller, VisuallyHidden, api, callApi, customerName, stageOf, tabPanel, useLoad, useNotify } from '../kit/index.ts'

const useStyles = makeStyles({
  drawer: { width: 'min(560px, 100vw)' },
  title: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  body: { display: 'flex', flexDirection: 'column', padding: 0, minHeight: 0, overflow: 'hidden', backgroundColor: tokens.colorNeutralBackground3 },
  panel: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  scroll: { overflowY: 'auto', flexGrow: 1, minHeight: 0 },
  foot: { display: 'flex', width: '100%', boxSizing: 'border-box', justifyContent: 'flex-end', padding: tokens.spacingHorizontalM, backgroundColor: tokens.colorNeutralBackground1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
})

const tabs = [
  { id: 'talk', name: 'Transcript' },
  { id: 'details', name: 'Variables and details' },
  { id: 'steps', name: 'What the copilot did' },
] as const

/** One conversation to read along, and to close by force. `listed` is its row, which tells when there is more to load. */
export function ConversationDrawer(props: { id: string; listed: ConversationSummary | undefined; onClose(): void; onChanged(): void }) {
  const styles = useStyles()
  const path = `/api/supervisor/conversations/${encodeURIComponent(props.id)}`
  const loaded = useLoad(props.id, (signal) => api(conversationDetail, path, { signal }))
  useReloadOnChange(props.listed, loaded.reload)
  const { notify } = useNotify()
  const [tab, setTab] = useState<'talk' | 'details' | 'steps'>('talk')
  const [asking, setAsking] = useState(false)
  const detail = loaded.data
  const shown = newest(detail?.conversation, props.listed)
  return (
    <Drawer type="overlay" position="end" open className={styles.drawer} onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" aria-label="Close the panel" icon={<DismissRegular />} onClick={props.onClose} />}>
          <span className={styles.title}>{shown ? customerName(shown) : 'Conversation'} {shown && <StageBadge conversation={shown} />}</span>
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        {loaded.status === 'loading' && <Loading label="Loading the conversation…" />}
        {loaded.status === 'failed' && !detail && <ErrorState title="The conversation could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
        {detail && (
          <>
            <Tabs label="Parts of the conversation" prefix="watch" tabs={tabs} selected={tab} onSelect={(id) => setTab(id)} />
            <div {...tabPanel('watch', tab)} className={styles.panel}>
              {tab === 'talk' ? (
                <TranscriptScroller label={`Transcript with ${customerName(detail.conversation)}`} mark={detail.entries.length}><Transcript entries={detail.entries} /></TranscriptScroller>
              ) : tab === 'steps' ? (
                <div className={styles.scroll} tabIndex={0} role="region" aria-label="Steps of the copilot"><CopilotSteps path={path} mark={shown?.version ?? 0} /></div>
              ) : (
                <div className={styles.scroll} tabIndex={0} role="region" aria-label="Details"><ConversationDetails detail={{ ...detail, conversation: shown ?? detail.conversation }} /></div>
              )}
            </div>
          </>
        )}
      </DrawerBody>
      {/* Notices lie behind the panel for screen readers: this one speaks inside it. */}
      <VisuallyHidden role="status">{shown && stageOf(shown) === 'closed' ? 'This conversation is closed.' : ''}</VisuallyHidden>
      {shown && (
        <div className={styles.foot}>
          {/* Stays when it is done, so that the keyboard's focus does not fall out of the panel. */}
          <Button disabledFocusable={stageOf(shown) === 'closed'} onClick={() => setAsking(true)}>{stageOf(shown) === 'closed' ? 'Closed' : 'Force close…'}</Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        title="Force close this conversation?"
        confirmLabel="Force close"
        danger
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await callApi(`${path}/close`, { method: 'POST' })
          notify({ title: 'Conversation closed', intent: 'success' })
          loaded.reload()
          props.onChanged()
        }}
      >
        It ends at once for the customer{shown?.owner.kind === 'agent' ? ` and for ${shown.owner.name}` : ''}, without wrap-up, and cannot be opened again.
      </ConfirmDialog>
    </Drawer>
  )
}

/** Run again from the record each time it is looked at. */
function CopilotSteps(props: { path: string; mark: number }) {
  const loaded = useLoad(`${props.path} steps`, (signal) => api(turnSteps, `${props.path}/steps`, { signal }))
  const { reload } = loaded
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) reload()
    first.current = false
  }, [props.mark, reload])
  if (loaded.status === 'loading') return <Loading label="Running the conversation again…" />
  if (!loaded.data) return <ErrorState title="The steps could not be loaded" error={loaded.error} onRetry={loaded.reload} />
  return <TurnSteps steps={loaded.data} empty="No copilot has taken part yet." />
}

function newest(a: ConversationSummary | undefined, b: ConversationSummary | undefined): ConversationSummary | undefined {
  if (!a || !b) return a ?? b
  return b.version >= a.version ? b : a
}

/** Loads again soon after the row changed, or left the list. */
function useReloadOnChange(listed: ConversationSummary | undefined, reload: () => void) {
  const mark = listed ? `${listed.version}/${listed.lastSeq}` : ''
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const timer = setTimeout(reload, 300)
    return () => clearTimeout(timer)
  }, [mark, reload])
}
