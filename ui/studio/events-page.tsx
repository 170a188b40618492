import { Button, Dropdown, Field, Option, makeStyles, tokens } from '@fluentui/react-components'
import { DataHistogramRegular } from '@fluentui/react-icons/svg/data-histogram'
import { useState } from 'react'
import { loggedEvents, type LoggedEvents } from '../../src/contracts/turns.ts'
import { api } from '../kit/api.ts'
import { ErrorBar } from '../kit/error-bar.tsx'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { useCopilot } from './copilot-context.ts'
import { copilotPath } from './studio-api.ts'

type LoggedEvent = LoggedEvents['events'][number]

const useStyles = makeStyles({
  filter: { maxWidth: '360px' },
  value: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  more: { alignSelf: 'flex-start' },
})

const everything = 'All events'
const channels: Record<string, string> = { livechat: 'Live chat', directline: 'Direct Line', test: 'Test pane' }

/** What the copilot's topics log: custom telemetry events and the survey, newest first. */
export function EventsPage() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const [name, setName] = useState<string>()
  const [more, setMore] = useState<LoggedEvent[]>([])
  const [ended, setEnded] = useState(false)
  const [error, setError] = useState<unknown>()
  const page = (before: number | undefined, signal?: AbortSignal) => {
    const query = new URLSearchParams({ ...(name === undefined ? {} : { name }), ...(before === undefined ? {} : { before: String(before) }) })
    return api(loggedEvents, `${copilotPath(copilot.id)}/logged-events?${query.toString()}`, signal ? { signal } : {})
  }
  const loaded = useLoad(`events ${copilot.id} ${name ?? ''}`, (signal) => page(undefined, signal))
  const events = [...(loaded.data?.events ?? []), ...more]
  const choose = (chosen: string | undefined) => {
    setName(chosen === everything ? undefined : chosen)
    setMore([])
    setEnded(false)
    setError(undefined)
  }
  const older = () =>
    page(events.at(-1)?.id).then(
      (next) => {
        setMore([...more, ...next.events])
        setEnded(next.events.length === 0)
        setError(undefined)
      },
      (failure: unknown) => setError(failure),
    )
  const columns: ListColumn<LoggedEvent>[] = [
    { key: 'name', header: 'Event', title: true, cell: (event) => <span className={styles.name}>{event.name}</span> },
    { key: 'properties', header: 'Properties', cell: ({ properties }) => (properties === null || properties === undefined ? '' : <span className={styles.value}>{JSON.stringify(properties)}</span>) },
    { key: 'channel', header: 'Channel', cell: ({ channel }) => channels[channel] ?? channel },
    { key: 'at', header: 'When', cell: ({ at }) => formatFull(at) },
  ]
  return (
    <PageLayout title="Logged events" of={copilot.name} lead="What topics log with “Log a custom event”, and the answers of the survey. Kept for thirty days.">
      {loaded.status === 'loading' && <Loading label="Loading the events…" />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The events could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && loaded.data.names.length > 0 && (
        <Field label="Event" className={styles.filter}>
          <Dropdown value={name ?? everything} selectedOptions={[name ?? everything]} onOptionSelect={(_, data) => choose(data.optionValue)}>
            <Option value={everything}>{everything}</Option>
            {loaded.data.names.map((one) => <Option key={one.name} value={one.name} text={one.name}>{`${one.name} (${one.times})`}</Option>)}
          </Dropdown>
        </Field>
      )}
      {loaded.data && events.length > 0 && <ListTable label="Logged events" items={events} columns={columns} rowKey={(event) => String(event.id)} />}
      {error !== undefined && <ErrorBar error={error} />}
      {loaded.data && events.length >= 100 && !ended && <Button className={styles.more} onClick={() => void older()}>Older events</Button>}
      {loaded.data && events.length === 0 && (
        <EmptyState icon={<DataHistogramRegular />} title="Nothing was logged yet">
          Put a node of the kind LogCustomTelemetryEvent into a topic, and talk to the copilot: its events appear here.
        </EmptyState>
      )}
    </PageLayout>
  )
}
