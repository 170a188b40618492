import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Select, Text, Textarea, makeStyles, tokens } from '@fluentui/react-components'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { useState } from 'react'
import { CopyField } from '../kit/copy-field.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { operationsOf, readable, readInputs, sampleInputs } from './connection-inputs.ts'
import { type Connection, type TestedConnection, tryConnection } from './connections-api.ts'
import { useCopilot } from './copilot-context.ts'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, paddingTop: tokens.spacingVerticalM, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  start: { alignSelf: 'flex-start' },
  bar: { flexShrink: 0 },
})

/** Calls what is saved with sample inputs and shows what a topic would make of the answer. */
export function ConnectionTest(props: { connection: Connection }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { connection } = props
  const operations = operationsOf(connection)
  const [operation, setOperation] = useState(operations[0] ?? '')
  const [text, setText] = useState(sampleInputs(connection, operations[0] ?? ''))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [tested, setTested] = useState<TestedConnection>()
  const read = readInputs(text)
  const choose = (next: string) => {
    setOperation(next)
    setText(sampleInputs(connection, next))
  }
  const run = async () => {
    if ('problem' in read) return
    setBusy(true)
    setError(undefined)
    setTested(undefined)
    try {
      setTested(await tryConnection(copilot.id, connection, { operation, inputs: read.inputs }))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={styles.part} aria-label="Test">
      <h3 className={styles.title}>Test</h3>
      <Text className={styles.quiet}>Calls the saved address for real, with <code>"test": true</code> in the request.</Text>
      {connection.kind !== 'flow' && (
        <Field label={connection.kind === 'mcp' ? 'Tool' : 'Operation'}>
          {operations.length > 0 ? (
            <Select value={operation} onChange={(_, data) => choose(data.value)}>{operations.map((name) => <option key={name}>{name}</option>)}</Select>
          ) : (
            <Input value={operation} onChange={(_, data) => setOperation(data.value)} />
          )}
        </Field>
      )}
      <Field label="Inputs" {...('problem' in read ? { validationMessage: read.problem } : {})}>
        <Textarea value={text} rows={5} resize="vertical" spellCheck={false} textarea={{ className: styles.code }} onChange={(_, data) => setText(data.value)} />
      </Field>
      <Button className={styles.start} icon={<PlayRegular />} disabled={'problem' in read} disabledFocusable={busy} onClick={() => void run()}>{busy ? 'Waiting for the answer…' : 'Run the test'}</Button>
      <div role="status">{tested && <Outcome tested={tested} />}</div>
      {error !== undefined && <ErrorBar title="The test could not be run" error={error} />}
      {tested && <CopyField label="Request" value={tested.sent} />}
      {tested && tested.body !== '' && <CopyField label="Answer" value={readable(tested.body)} />}
    </section>
  )
}

function Outcome(props: { tested: TestedConnection }) {
  const styles = useStyles()
  const { failure, milliseconds, status } = props.tested
  const took = `${milliseconds} ms`
  if (!failure)
    return (
      <MessageBar intent="success" layout="multiline" className={styles.bar}>
        <MessageBarBody><MessageBarTitle>It works</MessageBarTitle>Status {status}, {took}. The members of the answer are its outputs.</MessageBarBody>
      </MessageBar>
    )
  return (
    <MessageBar intent="error" layout="multiline" className={styles.bar}>
      <MessageBarBody><MessageBarTitle>{failure.code}</MessageBarTitle>{failure.message} ({took})</MessageBarBody>
    </MessageBar>
  )
}
