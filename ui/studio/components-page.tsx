import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { BoxRegular } from '@fluentui/react-icons/svg/box'
import { useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { componentHref, sectionOf } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'
import { NewEntityDialog, NewVariableDialog } from './new-component-dialog.tsx'
import type { ComponentSummary } from './studio-api.ts'
import { problemBadges } from './topics-page.tsx'

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  schema: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  badges: { display: 'flex', gap: tokens.spacingHorizontalXS },
})

const pages = {
  entities: { title: 'Entities', section: 'entities', lead: 'Kinds of information the copilot recognizes in what customers write, such as a size or an order number.' },
  variables: { title: 'Variables', section: 'variables', lead: 'Global variables, which every topic can read and set. All of them travel to the agent in a handoff.' },
  other: { title: 'Other components', section: 'components', lead: 'Everything else the copilot’s package holds. Parts that are not run are kept as they are for a later export.' },
} as const

const kindNames: Record<string, string> = { entity: 'Entity', variable: 'Variable', gpt: 'Instructions', knowledge: 'Knowledge', file: 'File', translation: 'Translation', skill: 'Skill', action: 'Action', agent: 'Child agent', settings: 'Settings', trigger: 'External trigger', test: 'Test', unknown: 'Unknown kind' }

export const kindName = (kind: string) => kindNames[kind] ?? kind

export function ComponentsPage(props: { kinds: keyof typeof pages }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const page = pages[props.kinds]
  const created = { entities: { kind: 'entity', label: 'New entity', Form: NewEntityDialog }, variables: { kind: 'variable', label: 'New variable', Form: NewVariableDialog }, other: undefined }[props.kinds]
  const items = copilot.components.filter((component) => sectionOf(component.kind) === page.section)
  const columns: ListColumn<ComponentSummary>[] = [
    { key: 'name', header: 'Name', title: true, cell: (item) => <PageLink to={componentHref(copilot.id, item)} className={styles.name}>{item.name}</PageLink> },
    ...(props.kinds === 'other' ? [{ key: 'kind', header: 'Kind', cell: (item: ComponentSummary) => <Badge appearance="tint" color="informative">{kindName(item.kind)}</Badge> }] : []),
    { key: 'schema', header: 'Schema name', cell: (item) => <span className={styles.schema}>{item.schemaName}</span> },
    { key: 'problems', header: 'Problems', cell: (item) => problemBadges(item, styles.badges) },
    { key: 'changed', header: 'Changed', cell: (item) => <span title={formatFull(item.changedAt)}>{formatAgo(item.changedAt)}</span> },
  ]
  return (
    <PageLayout title={page.title} of={copilot.name} lead={page.lead} {...(created ? { actions: <Button appearance="primary" icon={<AddRegular />} onClick={() => setCreating(true)}>{created.label}</Button> } : {})}>
      {items.length > 0 ? (
        <ListTable label={page.title} items={items} columns={columns} rowKey={(item) => item.schemaName} />
      ) : (
        <EmptyState icon={<BoxRegular />} title={`This copilot has no ${page.title.toLowerCase()}`}>{created ? `Make one with “${created.label}”, or import a solution that has some.` : 'They come with an imported solution.'}</EmptyState>
      )}
      {created && creating && <created.Form onClose={() => setCreating(false)} onCreated={(schemaName) => navigate(componentHref(copilot.id, { schemaName, kind: created.kind }))} />}
    </PageLayout>
  )
}
