import { Button, Field, Input, Text, Textarea, makeStyles, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons/svg/open'
import { useState } from 'react'
import { useParams } from 'react-router-dom'
import { CopyField } from '../kit/copy-field.tsx'
import { Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { type ListedWidget, remove, saveWidget } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { colorAdvice, isColor, nameProblem, parseOrigins } from './field-problems.ts'
import { ChoiceField, FieldRow, TextField } from './form-fields.tsx'
import { ResourceForm } from './resource-form.tsx'
import { WidgetPreview } from './widget-preview.tsx'

const useStyles = makeStyles({
  color: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  picker: { width: '44px', height: '32px', padding: '2px', flexShrink: 0, cursor: 'pointer', border: `1px solid ${tokens.colorNeutralStroke1}`, borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground1 },
  grow: { flexGrow: 1, minWidth: 0 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground2 },
})

const list = { to: '/widgets', name: 'Chat widgets' }

export function WidgetPage() {
  const { id = '' } = useParams()
  const { overview } = useAdmin()
  const stored = overview.widgets.find((widget) => widget.id === id)
  if (!stored && id !== 'new') return <EmptyState title="There is no such chat widget" action={<PageLink to={list.to}>All chat widgets</PageLink>}>It may have been deleted.</EmptyState>
  return <WidgetForm key={id} stored={stored} />
}

function WidgetForm(props: { stored: ListedWidget | undefined }) {
  const styles = useStyles()
  const { stored } = props
  const { overview, reload } = useAdmin()
  const [initial] = useState({
    name: stored?.name ?? '',
    workstreamId: stored?.workstreamId ?? overview.workstreams[0]?.id ?? '',
    title: stored?.title ?? 'Chat with us',
    subtitle: stored?.subtitle ?? '',
    color: stored?.color ?? '#0f6cbd',
    position: stored?.position ?? ('right' as const),
    origins: stored?.allowedOrigins.join('\n') ?? '',
  })
  const [draft, setDraft] = useState(initial)
  const [tried, setTried] = useState(false)
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }))

  const { origins, problem: originProblem } = parseOrigins(draft.origins)
  const advice = colorAdvice(draft.color)
  const problems = {
    name: nameProblem(draft.name, overview.widgets.filter((each) => each.id !== stored?.id).map((each) => each.name)),
    workstream: overview.workstreams.some((workstream) => workstream.id === draft.workstreamId) ? undefined : 'Choose a workstream.',
    title: !draft.title.trim() ? 'Give it a title; customers see it.' : draft.title.trim().length > 80 ? 'Use at most 80 characters.' : undefined,
    subtitle: draft.subtitle.length > 160 ? 'Use at most 160 characters.' : undefined,
    color: advice.severity === 'error' ? advice.text : undefined,
    origins: originProblem,
  }
  const save = async () => {
    await saveWidget(stored?.id, { name: draft.name.trim(), workstreamId: draft.workstreamId, title: draft.title.trim(), subtitle: draft.subtitle.trim(), color: draft.color.toLowerCase(), position: draft.position, allowedOrigins: origins })
    reload()
  }
  const deletion = stored && {
    title: `Delete ${stored.name}?`,
    text: 'Pages that have its script tag show no chat any more. Conversations that are going on in it are cut off for the customer. This cannot be undone.',
    run: async () => {
      await remove('widgets', stored.id)
      reload()
    },
  }
  return (
    <ResourceForm title={stored?.name ?? 'New chat widget'} list={list} isNew={!stored} dirty={JSON.stringify(draft) !== JSON.stringify(initial)} sound={Object.values(problems).every((problem) => !problem)} onTried={() => setTried(true)} onSave={save} {...(deletion ? { deletion } : {})}>
      {stored && (
        <Section title="Widget code">
          <Text className={styles.quiet}>Put this one tag on every page that should have the chat, before the end of the body.</Text>
          <CopyField label="Widget code" value={stored.embedCode} />
          <div className={styles.row}>
            <Button as="a" href={stored.demoUrl} target="_blank" icon={<OpenRegular />} iconPosition="after">Try it</Button>
            <Text size={200} className={styles.quiet}>A demo page with this widget, as it is saved</Text>
          </div>
        </Section>
      )}
      <Section title="Details">
        <FieldRow>
          <TextField label="Name" hint="For you; customers do not see it." required value={draft.name} problem={tried ? problems.name : undefined} onChange={(name) => set({ name })} />
          <ChoiceField label="Workstream" required value={draft.workstreamId} options={overview.workstreams} problem={problems.workstream} onChange={(workstreamId) => set({ workstreamId })} />
        </FieldRow>
      </Section>
      <Section title="Look">
        <FieldRow>
          <TextField label="Title" required value={draft.title} problem={problems.title} onChange={(title) => set({ title })} />
          <TextField label="Subtitle" value={draft.subtitle} problem={problems.subtitle} onChange={(subtitle) => set({ subtitle })} />
          <Field label="Colour" validationState={advice.severity} validationMessage={advice.text}>
            {(field) => (
              <div className={styles.color}>
                <input type="color" className={styles.picker} aria-label="Pick a colour" value={isColor(draft.color) ? draft.color : '#000000'} onChange={(event) => set({ color: event.currentTarget.value })} />
                <Input {...field} className={styles.grow} value={draft.color} onChange={(_, data) => set({ color: data.value.trim() })} />
              </div>
            )}
          </Field>
          <ChoiceField label="Position" value={draft.position} options={[{ id: 'right', name: 'Bottom right' }, { id: 'left', name: 'Bottom left' }]} onChange={(position) => set({ position: position === 'left' ? 'left' : 'right' })} />
        </FieldRow>
        <WidgetPreview title={draft.title} subtitle={draft.subtitle} color={draft.color} position={draft.position} />
      </Section>
      <Section title="Where it may be used">
        <Field label="Allowed origins" hint="One a line, like https://shop.example.org. Empty: any website." {...(originProblem ? { validationMessage: originProblem } : {})}>
          <Textarea rows={3} resize="vertical" value={draft.origins} onChange={(_, data) => set({ origins: data.value })} />
        </Field>
      </Section>
    </ResourceForm>
  )
}
