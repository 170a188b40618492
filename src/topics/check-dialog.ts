import { isRecord, nearest, type Findings, words } from './findings.ts'
import type { Path } from './parse-document.ts'

/** Nodes after which the next one in the same list is never reached. */
const terminal = new Set(['EndDialog', 'EndConversation', 'CancelAllDialogs', 'CancelDialog', 'ReplaceDialog', 'RepeatDialog', 'GotoAction', 'TransferConversation', 'TransferConversationV2', 'BreakLoop', 'ContinueLoop'])
/** Nodes that let the customer, time or a decision come between a jump and its target. */
const pausing = new Set(['Question', 'AdaptiveCardPrompt', 'CSATQuestion', 'OAuthInput', 'ConditionGroup', 'BeginDialog', 'InvokeSkillAction', 'Foreach', 'WaitForConnectorTrigger'])

type Node = { value: Record<string, unknown>; path: Path }

/** Rules about the nodes of one topic: ids, jumps, what can never be reached. */
export function checkDialog(dialog: Record<string, unknown>, path: Path, findings: Findings) {
  const lists: Node[][] = []
  const triggers = [...(isRecord(dialog.beginDialog) ? [{ value: dialog.beginDialog, path: [...path, 'beginDialog'] }] : []), ...items(dialog.triggers, [...path, 'triggers'])]
  for (const trigger of triggers) {
    const actions = trigger.value.actions
    if (actions === null || (Array.isArray(actions) && actions.length === 0))
      findings.add({ severity: 'warning', code: 'EmptyActions', path: [...trigger.path, 'actions'], atKey: true, message: 'This topic does nothing: it has no nodes.', fix: 'Add a node, or switch the topic off.' })
    collectLists(trigger.value, trigger.path, lists)
  }
  const nodes = lists.flat()
  const byId = new Map<string, Node>()
  for (const node of nodes) {
    const { id, kind } = node.value
    if (typeof id !== 'string') continue
    if (byId.has(id))
      findings.add({ code: 'DuplicateActionId', path: [...node.path, 'id'], nodeId: id, message: `Another node of this topic has the id "${id}" already.`, fix: `Give this ${typeof kind === 'string' ? kind : 'node'} an id of its own, for example "${id}_2".` })
    else byId.set(id, node)
  }
  checkConditionIds(nodes, findings)
  checkJumps(nodes, byId, findings)
  for (const list of lists) checkReach(list, nodes, findings)
}

function items(value: unknown, path: Path): Node[] {
  return Array.isArray(value) ? value.flatMap((item: unknown, index) => (isRecord(item) ? [{ value: item, path: [...path, index] }] : [])) : []
}

/** Every list of nodes inside an element, outermost first. */
function collectLists(value: Record<string, unknown>, path: Path, lists: Node[][]) {
  for (const [key, member] of Object.entries(value)) {
    if ((key === 'actions' || key === 'elseActions') && Array.isArray(member)) lists.push(items(member, [...path, key]))
    if (Array.isArray(member)) for (const item of items(member, [...path, key])) collectLists(item.value, item.path, lists)
    else if (isRecord(member)) collectLists(member, [...path, key], lists)
  }
}

function checkConditionIds(nodes: Node[], findings: Findings) {
  const seen = new Set<string>()
  for (const node of nodes)
    for (const condition of items(node.value.conditions, [...node.path, 'conditions'])) {
      const { id } = condition.value
      if (typeof id !== 'string') continue
      if (seen.has(id)) findings.add({ code: 'DuplicateConditionId', path: [...condition.path, 'id'], message: `Another condition of this topic has the id "${id}" already.`, fix: `Give this one an id of its own, for example "${id}_2".` })
      seen.add(id)
    }
}

function checkJumps(nodes: Node[], byId: Map<string, Node>, findings: Findings) {
  for (const node of nodes) {
    if (node.value.kind !== 'GotoAction') continue
    const target = node.value.actionId
    if (typeof target !== 'string' || target.startsWith('=')) continue
    const there = byId.get(target)
    if (!there) {
      const meant = nearest(target, byId.keys())
      findings.add({ code: 'NotFound', path: [...node.path, 'actionId'], message: `There is no node "${target}" in this topic to go to.`, fix: meant ? `Write "${meant}".` : 'Write the id of a node of this topic.' })
    } else if (isEndless(node, there, nodes))
      findings.add({ severity: 'warning', code: 'EndlessLoop', path: node.path, message: `This jump leads back to "${target}" with nothing in between that waits or decides, so it never ends.`, fix: 'Ask a question or test a condition inside the loop.' })
  }
}

/** Both in the same list, the target first, and nothing between them that could stop. */
function isEndless(jump: Node, target: Node, nodes: Node[]): boolean {
  const listOf = (node: Node) => JSON.stringify(node.path.slice(0, -1))
  if (listOf(jump) !== listOf(target)) return false
  const from = Number(target.path.at(-1))
  const to = Number(jump.path.at(-1))
  if (from > to) return false
  const between = nodes.filter((node) => listOf(node) === listOf(jump) && Number(node.path.at(-1)) >= from && Number(node.path.at(-1)) < to)
  return between.every((node) => node.value.disabled === true || (!pausing.has(words(node.value.kind)) && !terminal.has(words(node.value.kind))))
}

function checkReach(list: Node[], nodes: Node[], findings: Findings) {
  const targets = new Set(nodes.flatMap((node) => (node.value.kind === 'GotoAction' && typeof node.value.actionId === 'string' ? [node.value.actionId] : [])))
  let end: Node | undefined
  for (const node of list) {
    if (typeof node.value.id === 'string' && targets.has(node.value.id)) end = undefined
    // A jump may lead to a node inside this one.
    else if (end && !holdsTarget(node.value, targets)) {
      findings.add({ severity: 'warning', code: 'UnreachableNode', path: node.path, message: `This node never runs: the ${words(end.value.kind)} before it ends the way here.`, fix: 'Move it up, or delete it.' })
      return
    } else if (end) end = undefined
    if (terminal.has(words(node.value.kind)) && node.value.disabled !== true) end = node
  }
}

function holdsTarget(value: Record<string, unknown>, targets: Set<string>): boolean {
  const lists: Node[][] = []
  collectLists(value, [], lists)
  return lists.flat().some((node) => typeof node.value.id === 'string' && targets.has(node.value.id))
}
