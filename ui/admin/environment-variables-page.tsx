import { Badge, Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Textarea, makeStyles, tokens } from '@fluentui/react-components'
import { BracesVariableRegular } from '@fluentui/react-icons/svg/braces-variable'
import { type FormEvent, useState } from 'react'
import { environmentVariable, environmentVariables, type EnvironmentVariable } from '../../src/contracts/environment-variables.ts'
import { api } from '../kit/api.ts'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { useReturnFocus } from '../kit/use-return-focus.ts'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '2px', minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const path = '/api/admin/environment-variables'
const pathOf = ({ schemaName }: EnvironmentVariable) => `${path}/${encodeURIComponent(schemaName)}`
const isMissing = (variable: EnvironmentVariable) => !variable.isSet && !variable.fromPackage

/** Default and current value of every environment variable that copilots of this environment bring. */
export function EnvironmentVariablesPage() {
  const loaded = useLoad('environment variables', (signal) => api(environmentVariables, path, { signal }))
  const all = loaded.data?.variables ?? []
  const missing = all.filter(isMissing).length
  return (
    <PageLayout title="Environment variables" lead="Values that copilots read as Env.Name. A new value reaches the test pane at once and customers when the copilot is published; a secret counts everywhere at once.">
      {loaded.status === 'loading' && <Loading label="Loading the environment variables…" />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The environment variables could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {missing > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody><MessageBarTitle>{missing === 1 ? 'One has no value' : `${missing} have no value`}</MessageBarTitle>Topics read it as blank. Set it below.</MessageBarBody>
        </MessageBar>
      )}
      {all.length > 0 && <VariableTable variables={all} reload={loaded.reload} />}
      {loaded.data && all.length === 0 && (
        <EmptyState icon={<BracesVariableRegular />} title="No copilot brings environment variables" action={<Button as="a" appearance="primary" href="/studio">Go to the studio</Button>}>
          They come with imported packages: solutions that hold environment variable definitions.
        </EmptyState>
      )}
    </PageLayout>
  )
}

function VariableTable(props: { variables: EnvironmentVariable[]; reload(): void }) {
  const styles = useStyles()
  const { notify } = useNotify()
  const [editing, setEditing] = useState<EnvironmentVariable>()
  const [clearing, setClearing] = useState<EnvironmentVariable>()
  const columns: ListColumn<EnvironmentVariable>[] = [
    {
      key: 'name',
      header: 'Name',
      title: true,
      cell: ({ displayName, schemaName }) => (
        <span className={styles.words}>
          <span className={styles.name}>{displayName || schemaName}</span>
          <span className={styles.id}>Env.{schemaName}</span>
        </span>
      ),
    },
    { key: 'type', header: 'Type', cell: ({ type }) => type },
    { key: 'package', header: 'From the package', cell: ({ secret, fromPackage }) => (secret ? '' : <span className={styles.id}>{fromPackage ?? '–'}</span>) },
    { key: 'current', header: 'Current value', cell: (variable) => <Current variable={variable} /> },
    { key: 'copilots', header: 'Used by', cell: ({ copilots }) => copilots.map(({ name }) => name).join(', ') },
    {
      key: 'actions',
      header: 'Actions',
      quiet: true,
      align: 'end',
      cell: (variable) => (
        <span className={styles.actions}>
          <Button size="small" aria-label={`${variable.isSet ? 'Change' : 'Set'} ${variable.displayName || variable.schemaName}`} onClick={() => setEditing(variable)}>{variable.isSet ? 'Change' : 'Set'}</Button>
          {variable.isSet && <Button size="small" appearance="subtle" aria-label={`Remove the value of ${variable.displayName || variable.schemaName}`} onClick={() => setClearing(variable)}>Remove</Button>}
        </span>
      ),
    },
  ]
  return (
    <>
      <ListTable label="Environment variables" items={props.variables} columns={columns} rowKey={({ schemaName }) => schemaName} />
      {editing && (
        <ValueDialog
          variable={editing}
          onClose={() => setEditing(undefined)}
          onSaved={() => {
            notify({ title: `${editing.displayName || editing.schemaName} is set`, intent: 'success' })
            props.reload()
          }}
        />
      )}
      <ConfirmDialog
        open={clearing !== undefined}
        title={`Remove the value of ${clearing?.displayName || clearing?.schemaName || ''}?`}
        confirmLabel="Remove"
        danger
        onClose={() => setClearing(undefined)}
        onConfirm={async () => {
          if (clearing) await api(environmentVariable, pathOf(clearing), { method: 'DELETE' })
          props.reload()
        }}
      >
        {clearing?.fromPackage ? `Copilots read the package’s value again: ${clearing.fromPackage}` : 'Copilots read it as blank until it is set again.'}
      </ConfirmDialog>
    </>
  )
}

function Current(props: { variable: EnvironmentVariable }) {
  const styles = useStyles()
  const { variable } = props
  if (!variable.isSet) return isMissing(variable) ? <Badge appearance="tint" color="warning">No value</Badge> : <span>The package’s</span>
  return (
    <span className={styles.words}>
      <span className={styles.id}>{variable.secret ? 'Set, not shown' : variable.current}</span>
      {variable.changedAt && <span>{variable.changedBy}, {formatFull(variable.changedAt)}</span>}
    </span>
  )
}

function ValueDialog(props: { variable: EnvironmentVariable; onClose(): void; onSaved(): void }) {
  useReturnFocus()
  const styles = useStyles()
  const { variable } = props
  const [value, setValue] = useState(variable.secret ? '' : (variable.current ?? variable.fromPackage ?? ''))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await api(environmentVariable, pathOf(variable), { method: 'PUT', body: { value } })
      props.onSaved()
      props.onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const label = `Value (${variable.type})`
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !busy && props.onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{variable.displayName || variable.schemaName}</DialogTitle>
            <DialogContent className={styles.fields}>
              {variable.secret ? (
                <Field label={label} hint="Encrypted where it is stored, and never shown again. Copilots use it from now on, without publishing.">
                  <Input type="password" autoComplete="new-password" value={value} onChange={(_, data) => setValue(data.value)} />
                </Field>
              ) : (
                <Field label={label} hint="The test pane reads it at once; customers get it when the copilot is published.">
                  {variable.type.toLowerCase() === 'json' ? <Textarea rows={8} value={value} onChange={(_, data) => setValue(data.value)} /> : <Input value={value} onChange={(_, data) => setValue(data.value)} />}
                </Field>
              )}
              {error !== undefined && <ErrorBar error={error} />}
            </DialogContent>
            <DialogActions>
              <Button type="button" disabled={busy} onClick={props.onClose}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={busy || !value.trim()}>Save</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
