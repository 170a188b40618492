import { isRecord } from '../platform/index.ts'
import type { NodeKind } from './define-node.ts'
import { ContentFailure } from './failure.ts'
import { needsSignIn } from './sign-in.ts'
import type { Turn } from './turn.ts'
import type { ConversationOutcome } from './types.ts'

/** A topic's nodes as one flat list: a position is a number, a jump is an assignment, and the state stays small. */
export type Instruction = { id: string; kind: string; node: unknown; spec?: NodeKind; /** It needs the customer signed in. */ signsIn?: true; outcome?: ConversationOutcome; run(turn: Turn): void }
export type Code = { instructions: Instruction[]; at: Map<string, number> }
export type Label = { at: number }
type Loop = { onBreak: Label; onContinue: Label }

const outcomes: readonly string[] = ['ResolvedConfirmed', 'ResolvedImplied', 'Escalated', 'Abandoned', 'None'] satisfies ConversationOutcome[]
const isOutcome = (value: unknown): value is ConversationOutcome => outcomes.includes(value as string)

/** Turns the actions of a trigger into instructions. Never throws: what is wrong with a node fails when it runs. */
export function lowerActions(actions: unknown, kinds: ReadonlyMap<string, NodeKind>): Code {
  const into = new Lowering(kinds)
  into.actions(actions)
  return { instructions: into.instructions, at: into.at }
}

type Read = { spec: NodeKind; node: unknown } | { failure: { code: string; message: string } }

/** A node as its kind's schema reads it, or why it cannot run. */
export function readNode(action: Record<string, unknown>, id: string, kinds: ReadonlyMap<string, NodeKind>): Read {
  const kind = typeof action['kind'] === 'string' ? action['kind'] : ''
  const invalid = (message: string) => ({ failure: { code: 'InvalidContent', message } })
  const spec = kinds.get(kind)
  if (!spec) return invalid(`The node ${id} has the kind "${kind}", which is not known here.`)
  const parsed = spec.schema.safeParse({ ...action, id })
  if (parsed.success) return { spec, node: parsed.data }
  const issue = parsed.error.issues[0]
  return invalid(`The node ${id} (${kind}) cannot be read: ${issue?.path.join('.')}: ${issue?.message}`)
}

export class Lowering {
  readonly instructions: Instruction[] = []
  readonly at = new Map<string, number>()
  private readonly loops: Loop[] = []
  private readonly kinds: ReadonlyMap<string, NodeKind>
  private anonymous = 0

  constructor(kinds: ReadonlyMap<string, NodeKind>) {
    this.kinds = kinds
  }

  actions(actions: unknown) {
    if (!Array.isArray(actions)) return
    for (const action of actions) this.action(action)
  }

  label(): Label {
    return { at: -1 }
  }

  place(label: Label) {
    label.at = this.instructions.length
  }

  jump(to: Label) {
    this.instructions.push({ id: '', kind: 'jump', node: undefined, run: (turn) => turn.goTo(to.at) })
  }

  /** Adds an instruction of a node's own making, e.g. the test in front of a condition's branches. */
  emit(id: string, kind: string, run: (turn: Turn) => void) {
    this.instructions.push({ id, kind, node: undefined, run })
  }

  loop(loop: Loop, body: () => void) {
    this.loops.push(loop)
    body()
    this.loops.pop()
  }

  currentLoop(): Loop | undefined {
    return this.loops.at(-1)
  }

  private action(action: unknown) {
    if (!isRecord(action) || action['disabled'] === true) return
    const kind = typeof action['kind'] === 'string' ? action['kind'] : ''
    const id = typeof action['id'] === 'string' && action['id'] ? action['id'] : `${kind}#${++this.anonymous}`
    const start = this.instructions.length
    if (!this.at.has(id)) this.at.set(id, start)
    this.lowerNode(kind, id, action)
    const first = this.instructions[start]
    if (first && needsSignIn(action)) first.signsIn = true
    if (first && isOutcome(action['conversationOutcome'])) first.outcome ??= action['conversationOutcome']
  }

  private lowerNode(kind: string, id: string, action: Record<string, unknown>) {
    const read = readNode(action, id, this.kinds)
    if ('failure' in read) return this.fail(id, kind, read.failure)
    const { node, spec } = read
    if (spec.lower) return spec.lower(node, this)
    this.instructions.push({ id, kind, node, spec, run: (turn) => spec.run?.(node, turn) })
  }

  private fail(id: string, kind: string, { code, message }: { code: string; message: string }) {
    this.emit(id, kind, () => {
      throw new ContentFailure(code, message)
    })
  }
}
