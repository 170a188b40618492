import { Checkbox, Field, Input, SearchBox, Select, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'

const useStyles = makeStyles({
  two: { display: 'grid', alignItems: 'start', gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))', gap: tokens.spacingHorizontalL, '& > *': { minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }, '& select': { minWidth: 0, textOverflow: 'ellipsis' } },
  choices: { display: 'flex', flexDirection: 'column', maxHeight: '320px', overflowY: 'auto' },
  search: { maxWidth: '320px' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

type Common = { label: string; hint?: ReactNode; problem?: string | undefined; required?: boolean }

const fieldProps = (props: Common) => ({ style: { gridTemplateColumns: 'minmax(0, 1fr)' }, label: props.label, hint: props.hint ? { children: props.hint } : null, required: props.required ?? false, ...(props.problem ? { validationMessage: props.problem } : {}) })

export function TextField(props: Common & { value: string; onChange(value: string): void; placeholder?: string; list?: string; numeric?: boolean; unit?: string }) {
  return (
    <Field {...fieldProps(props)}>
      <Input
        value={props.value}
        onChange={(_, data) => props.onChange(data.value)}
        {...(props.placeholder ? { placeholder: props.placeholder } : {})}
        {...(props.list ? { list: props.list } : {})}
        {...(props.numeric ? { inputMode: 'numeric' as const } : {})}
        {...(props.unit ? { contentAfter: <Text size={200}>{props.unit}</Text> } : {})}
      />
    </Field>
  )
}

export function ChoiceField(props: Common & { value: string; options: readonly { id: string; name: string }[]; onChange(value: string): void; empty?: string; disabled?: boolean }) {
  return (
    <Field {...fieldProps(props)}>
      <Select value={props.value} disabled={props.disabled ?? false} onChange={(_, data) => props.onChange(data.value)}>
        {props.empty !== undefined && <option value="">{props.empty}</option>}
        {props.options.map((option) => <option key={option.id} value={option.id}>{option.name}</option>)}
      </Select>
    </Field>
  )
}

/** Several of many: a checkbox each, and a search once there are many. */
export function ManyField(props: { label: string; options: readonly { id: string; name: string; detail?: string }[]; chosen: readonly string[]; onChange(chosen: string[]): void; none: ReactNode }) {
  const styles = useStyles()
  const [search, setSearch] = useState('')
  const words = search.trim().toLowerCase()
  const found = props.options.filter((option) => `${option.name} ${option.detail ?? ''}`.toLowerCase().includes(words))
  const toggle = (id: string, on: boolean) => props.onChange(on ? [...props.chosen, id] : props.chosen.filter((each) => each !== id))
  return (
    <>
      <Text size={200} className={styles.quiet} role="status">{props.chosen.length} of {props.options.length} chosen</Text>
      {props.options.length > 8 && <SearchBox className={styles.search} aria-label={`Search: ${props.label}`} placeholder="Search" value={search} onChange={(_, data) => setSearch(data.value)} />}
      <div role="group" aria-label={props.label} className={styles.choices}>
        {props.options.length === 0 && <Text className={styles.quiet}>{props.none}</Text>}
        {found.map((option) => (
          <Checkbox
            key={option.id}
            checked={props.chosen.includes(option.id)}
            onChange={(_, data) => toggle(option.id, data.checked === true)}
            label={<>{option.name}{option.detail && <Text size={200} className={styles.quiet}> · {option.detail}</Text>}</>}
          />
        ))}
      </div>
    </>
  )
}

/** Fields side by side where there is room. */
export function FieldRow(props: { children: ReactNode }) {
  return <div className={useStyles().two}>{props.children}</div>
}
