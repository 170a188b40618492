import { Button, Field, Input, Select, Text, makeStyles, tokens, useId } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down'
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useRef } from 'react'
import type { RoutingRule, RuleCondition } from '../../src/contracts/admin.ts'
import { useAdmin } from './admin-context.ts'
import { FieldRow } from './form-fields.tsx'
import { type RuleProblems, describeRule, handoffVariables, moveRule, needsValue, operators } from './rules.ts'

const useStyles = makeStyles({
  rules: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  rule: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge, '@media (max-width: 760px)': { padding: tokens.spacingHorizontalM } },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  title: { flexGrow: 1, minWidth: '160px', margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  sentence: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  condition: { display: 'grid', gridTemplateColumns: 'minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 1.4fr) 32px', alignItems: 'start', gap: tokens.spacingHorizontalS, '@media (max-width: 760px)': { gridTemplateColumns: '1fr 32px', paddingBottom: tokens.spacingVerticalS, borderBottom: `1px solid ${tokens.colorNeutralStroke3}` } },
  wide: { minWidth: 0, '@media (max-width: 760px)': { gridColumn: '1' } },
  removal: { '@media (max-width: 760px)': { gridRow: '1', gridColumn: '2' } },
  narrow: { minWidth: 0 },
})

type Props = { rules: RoutingRule[]; problems: readonly RuleProblems[]; onChange(rules: RoutingRule[]): void }

/** Routing rules in the order in which they are tried. */
export function RulesEditor(props: Props) {
  const styles = useStyles()
  const { overview } = useAdmin()
  const list = useRef<HTMLOListElement>(null)
  const variables = useId('variables')
  const change = (index: number, rule: RoutingRule) => props.onChange(props.rules.with(index, rule))
  const add = () => {
    props.onChange([...props.rules, { id: newRuleId(), name: `Rule ${props.rules.length + 1}`, match: 'all', conditions: [{ variable: '', operator: 'equals', value: '' }], queueId: overview.queues[0]?.id ?? '' }])
    setTimeout(() => list.current?.lastElementChild?.querySelector('input')?.focus())
  }
  return (
    <>
      <datalist id={variables}>{handoffVariables.map((name) => <option key={name} value={name} />)}</datalist>
      {props.rules.length === 0 && <Text className={styles.sentence}>No rules: every handoff goes to the fallback queue.</Text>}
      <ol ref={list} className={styles.rules} aria-label="Routing rules, in order">
        {props.rules.map((rule, index) => (
          <li key={rule.id}>
            <RuleCard
              rule={rule}
              number={index + 1}
              count={props.rules.length}
              problems={props.problems[index]}
              variables={variables}
              onChange={(next) => change(index, next)}
              onMove={(by) => props.onChange(moveRule(props.rules, index, by))}
              onRemove={() => props.onChange(props.rules.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <div><Button icon={<AddRegular />} onClick={add}>Add a rule</Button></div>
    </>
  )
}

type CardProps = { rule: RoutingRule; number: number; count: number; problems: RuleProblems | undefined; variables: string; onChange(rule: RoutingRule): void; onMove(by: -1 | 1): void; onRemove(): void }

function RuleCard(props: CardProps) {
  const styles = useStyles()
  const { overview } = useAdmin()
  const { rule, problems } = props
  const set = (change: Partial<RoutingRule>) => props.onChange({ ...rule, ...change })
  const label = rule.name.trim() || `rule ${props.number}`
  return (
    <section className={styles.rule} aria-label={`Rule ${props.number}: ${rule.name}`}>
      <div className={styles.top}>
        <h3 className={styles.title}>{props.number}. {rule.name}</h3>
        <Button appearance="subtle" icon={<ArrowUpRegular />} aria-label={`Move ${label} up`} disabled={props.number === 1} onClick={() => props.onMove(-1)} />
        <Button appearance="subtle" icon={<ArrowDownRegular />} aria-label={`Move ${label} down`} disabled={props.number === props.count} onClick={() => props.onMove(1)} />
        <Button appearance="subtle" icon={<DeleteRegular />} aria-label={`Delete ${label}`} onClick={props.onRemove} />
      </div>
      <Text size={200} className={styles.sentence}>{describeRule(rule)} → {overview.queues.find((queue) => queue.id === rule.queueId)?.name ?? '…'}</Text>
      <FieldRow>
        <Field label="Rule name" required className={styles.narrow} {...(problems?.name ? { validationMessage: problems.name } : {})}>
          <Input value={rule.name} onChange={(_, data) => set({ name: data.value })} />
        </Field>
        <Field label="Send to queue" required className={styles.narrow} {...(problems?.queueId ? { validationMessage: problems.queueId } : {})}>
          <Select value={rule.queueId} onChange={(_, data) => set({ queueId: data.value })}>
            {!overview.queues.some((queue) => queue.id === rule.queueId) && <option value={rule.queueId}>Choose a queue</option>}
            {overview.queues.map((queue) => <option key={queue.id} value={queue.id}>{queue.name}</option>)}
          </Select>
        </Field>
        {rule.conditions.length > 1 && (
          <Field label="When" className={styles.narrow}>
            <Select value={rule.match} onChange={(_, data) => set({ match: data.value === 'any' ? 'any' : 'all' })}>
              <option value="all">all conditions are met</option>
              <option value="any">any condition is met</option>
            </Select>
          </Field>
        )}
      </FieldRow>
      {rule.conditions.map((condition, at) => (
        <ConditionRow
          key={at}
          condition={condition}
          number={at + 1}
          problems={problems?.conditions[at]}
          variables={props.variables}
          onChange={(next) => set({ conditions: rule.conditions.with(at, next) })}
          onRemove={() => set({ conditions: rule.conditions.toSpliced(at, 1) })}
        />
      ))}
      {rule.conditions.length === 0 && <Text size={200} className={styles.sentence}>Without a condition the rule always fits, and later rules are never tried.</Text>}
      <div><Button size="small" icon={<AddRegular />} disabled={rule.conditions.length >= 20} onClick={() => set({ conditions: [...rule.conditions, { variable: '', operator: 'equals', value: '' }] })}>Add a condition</Button></div>
    </section>
  )
}

type RowProps = { condition: RuleCondition; number: number; problems: RuleProblems['conditions'][number] | undefined; variables: string; onChange(condition: RuleCondition): void; onRemove(): void }

function ConditionRow(props: RowProps) {
  const styles = useStyles()
  const { condition, problems, number } = props
  const set = (change: Partial<RuleCondition>) => props.onChange({ ...condition, ...change })
  return (
    <div className={styles.condition} role="group" aria-label={`Condition ${number}`}>
      <Field className={styles.wide} {...(problems?.variable ? { validationMessage: problems.variable } : {})}>
        <Input aria-label="Variable" placeholder="Variable, e.g. Topic.Area" list={props.variables} value={condition.variable} onChange={(_, data) => set({ variable: data.value })} />
      </Field>
      <Select className={styles.wide} aria-label="Operator" value={condition.operator} onChange={(_, data) => set({ operator: operators.find((each) => each.id === data.value)?.id ?? 'equals' })}>
        {operators.map((operator) => <option key={operator.id} value={operator.id}>{operator.name}</option>)}
      </Select>
      {needsValue(condition.operator) ? (
        <Field className={styles.wide} {...(problems?.value ? { validationMessage: problems.value } : {})}>
          <Input aria-label="Value" placeholder="Value" value={condition.value} onChange={(_, data) => set({ value: data.value })} />
        </Field>
      ) : (
        <span className={styles.wide} />
      )}
      <Button className={styles.removal} appearance="subtle" icon={<DismissRegular />} aria-label={`Remove condition ${number}`} onClick={props.onRemove} />
    </div>
  )
}

/** `randomUUID` exists on secure origins only. */
function newRuleId(): string {
  return `rule_${Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
