import { isRecord } from '../platform/index.ts'
import { words } from './findings.ts'
import type { Path } from './parse-document.ts'

/** Nodes after which the next one in the same list is never reached. */
export const terminal = new Set(['EndDialog', 'EndConversation', 'CancelAllDialogs', 'CancelDialog', 'ReplaceDialog', 'RepeatDialog', 'GotoAction', 'TransferConversation', 'TransferConversationV2', 'BreakLoop', 'ContinueLoop'])
/** Nodes that let the customer, time, another topic or a decision come between a jump and its target. */
const pausing = new Set(['Question', 'AdaptiveCardPrompt', 'CSATQuestion', 'OAuthInput', 'IfCondition', 'BeginDialog', 'InvokeSkillAction', 'Foreach', 'WaitForConnectorTrigger'])

export type FlowNode = {
  value: Record<string, unknown>
  path: Path
  kind: string
  id: string | undefined
  disabled: boolean
  /** The list it stands in, and where. */
  list: FlowNode[]
  index: number
  parent: FlowNode | undefined
  /** The nodes that may come next. */
  next: Set<FlowNode>
  lists: FlowNode[][]
  /** The branches of a condition, in order; `elseActions` is the last one. */
  branches: Branch[]
}
type Branch = { path: Path; nodes: FlowNode[]; holds: 'always' | 'never' | 'maybe'; isElse: boolean }
export type Flow = { nodes: FlowNode[]; start: FlowNode | undefined; list: FlowNode[] }

/** The ways through one trigger's nodes. */
export function flowOf(trigger: Record<string, unknown>, path: Path): Flow {
  const nodes: FlowNode[] = []
  const list = readList(trigger.actions, [...path, 'actions'], undefined, nodes)
  const byId = new Map<string, FlowNode>()
  for (const node of nodes) if (node.id !== undefined && !byId.has(node.id)) byId.set(node.id, node)
  const start = list[0]
  for (const node of nodes) connect(node, byId, start)
  return { nodes, start, list }
}

/** The nodes a conversation can come to. */
export function reached({ start }: Flow): Set<FlowNode> {
  return from(start ? [start] : [], () => true)
}

/** What can be reached without waiting and without deciding. */
export function reachedAtOnce(start: FlowNode): Set<FlowNode> {
  return from([start], ({ disabled, kind, branches }) => disabled || (!pausing.has(kind) && branches.every(({ holds }) => holds !== 'maybe')))
}

function from(starts: FlowNode[], passes: (node: FlowNode) => boolean): Set<FlowNode> {
  const seen = new Set(starts)
  for (const node of seen) if (passes(node)) for (const next of node.next) seen.add(next)
  return seen
}

function readList(value: unknown, path: Path, parent: FlowNode | undefined, into: FlowNode[]): FlowNode[] {
  const list: FlowNode[] = []
  if (!Array.isArray(value)) return list
  for (const [index, item] of (value as unknown[]).entries()) {
    if (!isRecord(item)) continue
    const node: FlowNode = { value: item, path: [...path, index], kind: words(item.kind), id: typeof item.id === 'string' ? item.id : undefined, disabled: item.disabled === true, list, index: list.length, parent, next: new Set(), lists: [], branches: [] }
    list.push(node)
    into.push(node)
    readInside(node, into)
  }
  return list
}

function readInside(node: FlowNode, into: FlowNode[]) {
  const { value, path } = node
  if (Array.isArray(value.actions)) node.lists.push(readList(value.actions, [...path, 'actions'], node, into))
  if (node.kind !== 'ConditionGroup') {
    if (Array.isArray(value.elseActions)) node.lists.push(readList(value.elseActions, [...path, 'elseActions'], node, into))
    return
  }
  const conditions: unknown[] = Array.isArray(value.conditions) ? value.conditions : []
  for (const [index, condition] of conditions.entries()) {
    if (!isRecord(condition)) continue
    const at = [...path, 'conditions', index]
    node.branches.push({ path: at, nodes: readList(condition.actions, [...at, 'actions'], node, into), holds: verdict(condition.condition), isElse: false })
  }
  if (Array.isArray(value.elseActions)) node.branches.push({ path: [...path, 'elseActions'], nodes: readList(value.elseActions, [...path, 'elseActions'], node, into), holds: 'always', isElse: true })
  for (const { nodes } of node.branches) node.lists.push(nodes)
}

/** Only what is written as true or false is certain. */
export function verdict(condition: unknown): Branch['holds'] {
  const text = words(condition).replace(/^=/, '').trim().toLowerCase()
  return text === 'true' ? 'always' : text === 'false' ? 'never' : 'maybe'
}

function connect(node: FlowNode, byId: ReadonlyMap<string, FlowNode>, start: FlowNode | undefined) {
  const go = (to: FlowNode | undefined) => to && node.next.add(to)
  const after = following(node)
  if (node.disabled) return void go(after)
  switch (node.kind) {
    case 'GotoAction':
      return void go(typeof node.value.actionId === 'string' ? byId.get(node.value.actionId) : undefined)
    case 'RepeatDialog':
      return void go(start)
    case 'BreakLoop':
    case 'ContinueLoop': {
      const loop = enclosingLoop(node)
      return void go(loop && node.kind === 'BreakLoop' ? following(loop) : loop)
    }
    case 'ConditionGroup':
      return connectBranches(node, after, go)
    case 'DisconnectedNodeContainer':
      return void go(after)
    default:
      if (terminal.has(node.kind)) return
      for (const list of node.lists) go(list[0])
      // A group of nodes always runs; a loop may have no rows.
      if (node.kind !== 'ActionScope' || !node.lists.some((list) => list.length > 0)) go(after)
  }
}

function connectBranches(node: FlowNode, after: FlowNode | undefined, go: (to: FlowNode | undefined) => unknown) {
  let open = true
  for (const { nodes, holds } of node.branches) {
    if (!open || holds === 'never') continue
    go(nodes[0] ?? after)
    if (holds === 'always') open = false
  }
  if (open) go(after)
}

/** What comes after a node when it is done. */
function following(node: FlowNode): FlowNode | undefined {
  const sibling = node.list[node.index + 1]
  if (sibling) return sibling
  const { parent } = node
  if (!parent) return undefined
  return parent.kind === 'Foreach' ? parent : following(parent)
}

function enclosingLoop(node: FlowNode): FlowNode | undefined {
  let around = node.parent
  while (around && around.kind !== 'Foreach') around = around.parent
  return around
}
