import { Badge, Button, Field, Input, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLayout, Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { diagnosticHref } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'
import { nameProblem, nameWarning } from './copilot-name.ts'
import { DiagnosticsList, countText, placeText } from './diagnostics-list.tsx'
import { type Diagnostic, deleteCopilot, loadDiagnostics, renameCopilot } from './studio-api.ts'

const useStyles = makeStyles({
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(320px, 100%), 1fr))', gap: tokens.spacingHorizontalL, alignItems: 'start' },
  facts: { display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalS, margin: 0, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' } },
  form: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
  wide: { width: '100%' },
  quiet: { color: tokens.colorNeutralForeground2 },
  scroll: { maxHeight: '320px', overflowY: 'auto' },
})

export function OverviewPage() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  return (
    <PageLayout title="Overview" of={copilot.name}>
      <div className={styles.grid}>
        <Section title="Status">
          <dl className={styles.facts}>
            <Fact name="Published">
              {copilot.publishedAt === null ? 'Never. Customers cannot talk to it yet.' : <span title={formatFull(copilot.publishedAt)}>Version {copilot.publishedVersion}, {formatAgo(copilot.publishedAt)}</span>}
            </Fact>
            <Fact name="Draft">{copilot.unpublishedChanges ? <Badge appearance="tint" color="warning">Has unpublished changes</Badge> : 'The same as what is published'}</Fact>
            <Fact name="People">
              <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/settings/agent-transfers`}>{copilot.connected ? 'Connected to Omnichannel' : 'Not connected: nobody can take over'}</PageLink>
            </Fact>
            <Fact name="Changed"><span title={formatFull(copilot.changedAt)}>{formatAgo(copilot.changedAt)}</span></Fact>
            <Fact name="Language">{copilot.language}</Fact>
            <Fact name="Schema name">{copilot.schemaName}</Fact>
          </dl>
        </Section>
        <Section title="Details"><NameForm key={copilot.name} /></Section>
      </div>
      <Findings />
      <Section title="Delete this copilot"><DeleteCopilot /></Section>
    </PageLayout>
  )
}

const Fact = (props: { name: string; children: ReactNode }) => (
  <>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </>
)

function NameForm() {
  const styles = useStyles()
  const { copilot, reload } = useCopilot()
  const { notify } = useNotify()
  const [name, setName] = useState(copilot.name)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const problem = nameProblem(name)
  const warning = nameWarning(name)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (problem) return
    setBusy(true)
    setError(undefined)
    try {
      await renameCopilot(copilot.id, name.trim())
      notify({ title: 'Name saved', intent: 'success' })
      reload()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      <Field className={styles.wide} label="Name" required validationState={problem ? 'error' : warning ? 'warning' : 'none'} validationMessage={problem ?? warning ?? null}>
        <Input value={name} onChange={(_, data) => setName(data.value)} />
      </Field>
      {error !== undefined && <ErrorBar title="The name was not saved" error={error} />}
      <Button type="submit" disabled={busy || name.trim() === copilot.name || problem !== undefined}>Save the name</Button>
    </form>
  )
}

function Findings() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const loaded = useLoad(`diagnostics ${copilot.id} ${copilot.changedAt}`, (signal) => loadDiagnostics(copilot.id, signal))
  const place = (diagnostic: Diagnostic) => {
    const href = diagnosticHref(copilot.id, diagnostic, copilot.components)
    return href ? <PageLink to={href}>{placeText(diagnostic)}</PageLink> : placeText(diagnostic)
  }
  return (
    <Section title={loaded.data ? `Checker: ${countText(loaded.data)}` : 'Checker'}>
      {loaded.status === 'failed' && <ErrorBar title="The findings could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data?.length === 0 && <Text className={styles.quiet}>Nothing blocks publishing.</Text>}
      {loaded.data && loaded.data.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Findings"><DiagnosticsList diagnostics={loaded.data} place={place} /></div>
      )}
    </Section>
  )
}

function DeleteCopilot() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { notify } = useNotify()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const remove = async () => {
    await deleteCopilot(copilot.id)
    notify({ title: `${copilot.name} was deleted`, intent: 'success' })
    await navigate('/')
  }
  return (
    <div className={styles.form}>
      {copilot.connected && <Text>It is connected to Omnichannel. <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/settings/agent-transfers`}>Disconnect it</PageLink> before you delete it.</Text>}
      <Text className={styles.quiet}>Its topics and published versions go with it. Conversations that people had with it are kept.</Text>
      <Button disabled={copilot.connected} onClick={() => setAsking(true)}>Delete…</Button>
      <ConfirmDialog open={asking} title={`Delete ${copilot.name}?`} confirmLabel="Delete" danger onConfirm={remove} onClose={() => setAsking(false)}>
        The copilot, its {copilot.components.length} components and every published version are deleted. This cannot be undone.
      </ConfirmDialog>
    </div>
  )
}
