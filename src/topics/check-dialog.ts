import { isRecord } from '../platform/index.ts'
import type { Edit } from './edit-document.ts'
import { nearest, type Findings } from './findings.ts'
import type { Path } from './parse-document.ts'
import { flowOf, reached, reachedAtOnce, terminal, verdict, type Flow, type FlowNode } from './topic-flow.ts'
import { triggersOf } from './triggers-of.ts'

/** Rules about the nodes of one topic: ids, jumps, what can never be reached, what never ends. `self` is its schema name. */
export function checkDialog(dialog: Record<string, unknown>, path: Path, self: string | undefined, findings: Findings) {
  const triggers = triggersOf(dialog, path)
  if (triggers.length === 0 && dialog.kind !== 'AgentDialog' && (dialog.beginDialog === undefined || dialog.beginDialog === null))
    findings.add({ severity: 'warning', code: 'MissingRequiredProperty', path: [...path, ...(dialog.beginDialog === null ? ['beginDialog'] : [])], message: 'The topic has no trigger, so nothing ever starts it.', fix: 'Add "beginDialog:" with a kind, an id and actions.' })
  const taken = new Set<string>()
  const conditionIds = new Set<string>()
  for (const trigger of triggers) {
    checkTrigger(trigger.value, trigger.path, findings)
    const flow = flowOf(trigger.value, trigger.path)
    checkIds(flow, taken, conditionIds, findings)
    checkJumps(flow, findings)
    checkReach(flow, findings)
    checkBranches(flow, findings)
    checkLoops(flow, self, findings)
  }
}

function checkTrigger(trigger: Record<string, unknown>, path: Path, findings: Findings) {
  const { actions, condition } = trigger
  if (actions === null || (Array.isArray(actions) && actions.length === 0))
    findings.add({ severity: 'warning', code: 'EmptyActions', path: [...path, 'actions'], atKey: true, message: 'This topic does nothing: it has no nodes.', fix: 'Add a node, or switch the topic off.' })
  if (condition !== undefined && condition !== null && verdict(condition) === 'never')
    findings.add({ severity: 'warning', code: 'ConditionNeverHolds', path: [...path, 'condition'], message: 'The condition of this trigger never holds, so it never starts the topic.', fix: 'Delete the condition, or switch the topic off.', edits: [{ type: 'remove', path: [...path, 'condition'] }] })
}

/** An id nobody has taken. */
function freeId(id: string, taken: ReadonlySet<string>): string {
  let number = 2
  while (taken.has(`${id}_${number}`)) number++
  return `${id}_${number}`
}

function checkIds({ nodes }: Flow, taken: Set<string>, conditionIds: Set<string>, findings: Findings) {
  for (const { id, kind, path, value } of nodes) {
    if (id !== undefined) {
      if (taken.has(id)) {
        const free = freeId(id, taken)
        findings.add({ code: 'DuplicateActionId', path: [...path, 'id'], nodeId: id, message: `Another node of this topic has the id "${id}" already.`, fix: `Give this ${kind || 'node'} an id of its own, for example "${free}".`, edits: [{ type: 'set', path: [...path, 'id'], value: free }] })
        taken.add(free)
      } else taken.add(id)
    }
    const conditions: unknown[] = Array.isArray(value.conditions) ? value.conditions : []
    for (const [index, condition] of conditions.entries()) {
      if (!isRecord(condition) || typeof condition.id !== 'string') continue
      const at = [...path, 'conditions', index, 'id']
      if (conditionIds.has(condition.id)) {
        const free = freeId(condition.id, conditionIds)
        findings.add({ code: 'DuplicateConditionId', path: at, message: `Another condition of this topic has the id "${condition.id}" already.`, fix: `Give this one an id of its own, for example "${free}".`, edits: [{ type: 'set', path: at, value: free }] })
        conditionIds.add(free)
      } else conditionIds.add(condition.id)
    }
  }
}

function checkJumps({ nodes }: Flow, findings: Findings) {
  const ids = new Set(nodes.flatMap(({ id }) => id ?? []))
  for (const { kind, value, path } of nodes) {
    const target = value.actionId
    if (kind !== 'GotoAction' || typeof target !== 'string' || target === '' || target.startsWith('=') || ids.has(target)) continue
    const meant = nearest(target, ids)
    const at = [...path, 'actionId']
    findings.add({ code: 'NotFound', path: at, message: `There is no node "${target}" in this topic to go to.`, fix: meant ? `Write "${meant}".` : 'Write the id of a node of this topic.', edits: meant ? [{ type: 'set', path: at, value: meant }] : undefined })
  }
}

/** The first node of each run of nodes that nothing leads to; what is inside or behind it follows from that. */
function checkReach(flow: Flow, findings: Findings) {
  const seen = reached(flow)
  for (const node of flow.nodes) {
    const { list, index, parent, path } = node
    if (seen.has(node) || node.disabled) continue
    const before = list[index - 1]
    if (before && !seen.has(before)) continue
    // Branches that never hold, and nodes taken out of the flow, are told elsewhere or meant.
    if (!before || (parent && !seen.has(parent))) continue
    const run = list.slice(index).findIndex((other) => seen.has(other))
    const count = run < 0 ? list.length - index : run
    const rest = count > 1 ? ` and the ${count - 1 === 1 ? 'one' : count - 1} after it` : ''
    const edits: Edit[] = Array.from({ length: count }, (_, at) => ({ type: 'remove', path: list[index + count - 1 - at]?.path ?? path }))
    findings.add({ severity: 'warning', code: 'UnreachableNode', path, message: `This node${rest} never ${count > 1 ? 'run' : 'runs'}: the ${before.kind} before it ${terminal.has(before.kind) ? 'ends' : 'leads away from'} the way here.`, fix: 'Move it up, or delete it.', edits })
  }
}

function checkBranches(flow: Flow, findings: Findings) {
  for (const { branches, disabled, id } of flow.nodes) {
    if (disabled) continue
    let always: number | undefined
    for (const [index, { path, holds, isElse }] of branches.entries()) {
      if (always !== undefined)
        findings.add({ severity: 'warning', code: 'ConditionNeverHolds', path, ...(isElse ? { atKey: true } : {}), nodeId: id, message: `This branch never runs: condition ${always + 1} before it always holds.`, fix: 'Delete it, or put it before that condition.', edits: [{ type: 'remove', path }] })
      else if (holds === 'never')
        findings.add({ severity: 'warning', code: 'ConditionNeverHolds', path: [...path, 'condition'], nodeId: id, message: 'This condition never holds, so its branch never runs.', fix: 'Correct the condition, or delete the branch.', edits: branches.filter((branch) => !branch.isElse).length > 1 ? [{ type: 'remove', path }] : undefined })
      else if (holds === 'always') always = index
    }
  }
}

function checkLoops(flow: Flow, self: string | undefined, findings: Findings) {
  for (const node of flow.nodes) {
    if (node.disabled) continue
    if ((node.kind === 'BreakLoop' || node.kind === 'ContinueLoop') && !isInLoop(node))
      findings.add({ severity: 'warning', code: 'OutsideOfLoop', path: [...node.path, 'kind'], message: `There is no loop around this ${node.kind}.`, fix: 'Move it into a loop, or delete it.', edits: [{ type: 'remove', path: node.path }] })
    const [target] = node.next
    if ((node.kind === 'GotoAction' || node.kind === 'RepeatDialog') && target && reachedAtOnce(target).has(node))
      findings.add({
        severity: 'warning',
        code: 'EndlessLoop',
        path: node.path,
        message: `This ${node.kind === 'GotoAction' ? 'jump leads back to' : 'repetition starts with'} "${target.id ?? target.kind}" with nothing in between that waits or decides, so it never ends.`,
        fix: 'Ask a question or test a condition inside the loop.',
      })
    if ((node.kind === 'BeginDialog' || node.kind === 'ReplaceDialog') && self !== undefined && isSelf(node, self) && flow.start && reachedAtOnce(flow.start).has(node))
      findings.add({ severity: 'warning', code: 'EndlessLoop', path: [...node.path, 'dialog'], message: 'This topic leads to itself before anything waits or decides, so it never ends.', fix: 'Ask a question or test a condition before it.' })
  }
}

function isInLoop({ parent }: FlowNode): boolean {
  return parent !== undefined && (parent.kind === 'Foreach' || isInLoop(parent))
}

const isSelf = ({ value }: FlowNode, self: string) => typeof value.dialog === 'string' && value.dialog.toLowerCase() === self.toLowerCase()
