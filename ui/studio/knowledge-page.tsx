import { Badge, Button, Link, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload'
import { BookRegular } from '@fluentui/react-icons/svg/book'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { AddSiteDialog } from './add-site-dialog.tsx'
import { useCopilot } from './copilot-context.ts'
import { formatSize } from './import-solution.ts'
import { fetchSite, loadKnowledge, removeSource, uploadFile, type Knowledge, type KnowledgeSource } from './knowledge-api.ts'
import { contentOf, standingOf, uploadProblem } from './knowledge-words.ts'
import { knowledgeTopic } from './knowledge-topic.ts'
import { PromptsSection } from './prompts-section.tsx'
import { createTopic } from './studio-api.ts'
import { TryKnowledge } from './try-knowledge.tsx'

const pollMs = 2_000
const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, borderRadius: tokens.borderRadiusLarge },
  over: { outline: `2px dashed ${tokens.colorBrandStroke1}`, outlineOffset: '8px' },
  name: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalXS },
  pages: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

/** What the copilot answers from: its files and websites, how each is, and what a question would find. */
export function KnowledgePage() {
  const { copilot } = useCopilot()
  const loaded = useLoad(`knowledge ${copilot.id}`, (signal) => loadKnowledge(copilot.id, signal))
  const { data, reload } = loaded
  const busy = data?.sources.some((source) => source.state === 'reading') ?? false
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(reload, pollMs)
    return () => clearInterval(timer)
  }, [busy, reload])

  if (loaded.status === 'loading') return <Loading label="Loading the knowledge…" />
  if (!data) return <ErrorState title="The knowledge could not be loaded" error={loaded.error} onRetry={reload} />
  return <KnowledgeView knowledge={data} onChanged={loaded.setData} onReload={reload} />
}

function KnowledgeView(props: { knowledge: Knowledge; onChanged(knowledge: Knowledge): void; onReload(): void }) {
  const styles = useStyles()
  const { copilot, reload: reloadCopilot } = useCopilot()
  const { notify, notifyError } = useNotify()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<KnowledgeSource>()
  const [sending, setSending] = useState('')
  const [over, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const { knowledge } = props
  const changed = (next: Knowledge) => {
    props.onChanged(next)
    reloadCopilot()
  }

  const upload = async (files: readonly File[]) => {
    for (const file of files) {
      const problem = uploadProblem(file, knowledge)
      if (problem) {
        notify({ title: 'The file was not added', body: problem, intent: 'error' })
        continue
      }
      setSending(file.name)
      try {
        changed(await uploadFile(copilot.id, file))
      } catch (error) {
        notifyError(`“${file.name}” was not added`, error)
      }
    }
    setSending('')
  }
  const refresh = (source: KnowledgeSource) =>
    void fetchSite(copilot.id, source.schemaName).then(props.onChanged, (error: unknown) => notifyError('The website was not fetched', error))
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void upload([...event.dataTransfer.files])
  }
  const actions = (
    <>
      <Button appearance="primary" icon={<ArrowUploadRegular />} disabled={sending !== ''} onClick={() => picker.current?.click()}>{sending ? 'Sending…' : 'Upload files'}</Button>
      <Button icon={<AddRegular />} onClick={() => setAdding(true)}>Add a website</Button>
    </>
  )
  return (
    <PageLayout title="Knowledge" of={copilot.name} lead="Files and websites the copilot answers from when no topic fits, or where a topic asks for a generative answer. Publish to let customers have new files." actions={actions}>
      <input ref={picker} type="file" multiple hidden accept={knowledge.readable.map((ending) => `.${ending}`).join(',')} aria-label="Files to answer from" data-testid="knowledge-files" onChange={(event) => { void upload([...(event.target.files ?? [])]); event.target.value = '' }} />
      <div className={mergeClasses(styles.page, over && styles.over)} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
        <ModelNote model={knowledge.model} />
        {!knowledge.asked && knowledge.sources.length > 0 && <NotAskedNote copilotId={copilot.id} onAdded={() => { reloadCopilot(); props.onReload() }} />}
        {knowledge.sources.length === 0 ? (
          <EmptyState icon={<BookRegular />} title="This copilot has no knowledge yet" action={<Button appearance="primary" onClick={() => picker.current?.click()}>Upload files</Button>}>
            Upload files ({knowledge.readable.join(', ')}; up to {formatSize(knowledge.maxBytes)} each) or drop them here, or add a public website.
          </EmptyState>
        ) : (
          <ListTable label="Knowledge sources" items={knowledge.sources} columns={columnsOf(styles, refresh, setRemoving)} rowKey={(source) => source.schemaName} />
        )}
        {knowledge.sources.length > 0 && <TryKnowledge copilotId={copilot.id} />}
        <PromptsSection copilotId={copilot.id} knowledge={knowledge} onChanged={props.onChanged} />
      </div>
      {adding && <AddSiteDialog copilotId={copilot.id} onAdded={changed} onClose={() => setAdding(false)} />}
      <ConfirmDialog open={removing !== undefined} title={`Remove “${removing?.name ?? ''}”?`} confirmLabel="Remove" danger onConfirm={async () => { if (removing) changed(await removeSource(copilot.id, removing.schemaName)) }} onClose={() => setRemoving(undefined)}>
        The draft no longer answers from it. Customers go on getting answers from it until you publish.
      </ConfirmDialog>
    </PageLayout>
  )
}

/** Knowledge that no topic asks is of no use; one topic mends that. */
function NotAskedNote(props: { copilotId: string; onAdded(): void }) {
  const styles = useStyles()
  const { notifyError } = useNotify()
  const [busy, setBusy] = useState(false)
  const add = async () => {
    setBusy(true)
    try {
      await createTopic(props.copilotId, 'Conversational boosting', knowledgeTopic)
      props.onAdded()
    } catch (error) {
      notifyError('The topic was not added', error)
      setBusy(false)
    }
  }
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>No topic asks this knowledge yet</MessageBarTitle>
        Customers get answers from it once a topic has a node for generative answers. The topic “Conversational boosting” asks it whenever no other topic fits.
      </MessageBarBody>
      <MessageBarActions><Button disabled={busy} onClick={() => void add()}>Add the topic</Button></MessageBarActions>
    </MessageBar>
  )
}

function ModelNote(props: { model: string | null }) {
  const styles = useStyles()
  return (
    <MessageBar intent="info" layout="multiline" className={styles.bar}>
      <MessageBarBody>
        {props.model === null ? (
          <><MessageBarTitle>Answers are sentences of your documents</MessageBarTitle>No language model is connected. An administrator connects one with BATON_MODEL_URL and BATON_MODEL_NAME; then it words the answers from what is found.</>
        ) : (
          <><MessageBarTitle>Answers are worded by {props.model}</MessageBarTitle>It gets the passages that fit a question, and the copilot’s instructions.</>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

function columnsOf(styles: ReturnType<typeof useStyles>, refresh: (source: KnowledgeSource) => void, remove: (source: KnowledgeSource) => void): ListColumn<KnowledgeSource>[] {
  return [
    {
      key: 'name',
      header: 'Source',
      title: true,
      width: '32%',
      cell: (source) => (
        <span className={styles.name}>
          <span className={styles.strong}>{source.name}</span>
          {source.address !== null && <Link href={source.address} target="_blank" rel="noreferrer">{source.address}</Link>}
          {source.bytes !== null && <Text size={200} className={styles.quiet}>{formatSize(source.bytes)}</Text>}
        </span>
      ),
    },
    {
      key: 'state',
      header: 'State',
      cell: (source) => {
        const { words, color } = standingOf(source)
        return <Badge appearance="tint" color={color}>{words}</Badge>
      },
    },
    {
      key: 'content',
      header: 'Content',
      cell: (source) => (
        <span className={styles.name}>
          <span>{contentOf(source)}</span>
          {source.pages.length > 1 && (
            <details>
              <summary>{source.pages.length} pages</summary>
              <ul className={styles.pages}>{source.pages.map((page) => <li key={page.url}>{page.title || page.url}{page.problem !== null && `: ${page.problem}`}</li>)}</ul>
            </details>
          )}
        </span>
      ),
    },
    { key: 'fetched', header: 'Fetched', cell: (source) => (source.fetchedAt === null ? '' : <span title={formatFull(source.fetchedAt)}>{formatAgo(source.fetchedAt)}</span>) },
    {
      key: 'buttons',
      header: 'Actions',
      quiet: true,
      align: 'end',
      cell: (source) => (
        <span className={styles.buttons}>
          {source.kind === 'site' && <Button appearance="subtle" icon={<ArrowSyncRegular />} disabled={source.state === 'reading'} aria-label={`Fetch ${source.name} again`} onClick={() => refresh(source)} />}
          <Button appearance="subtle" icon={<DeleteRegular />} aria-label={`Remove ${source.name}`} onClick={() => remove(source)} />
        </span>
      ),
    },
  ]
}
