import { instructionOf, moveOn } from './cursor.ts'
import { guarded } from './failing.ts'
import { ContentFailure } from './failure.ts'
import type { Instruction } from './lower.ts'
import { deliver, finishPlan, startSelected } from './messages.ts'
import { completeStep } from './planner.ts'
import { checkSignIn, passGate, signsInFirst } from './sign-in.ts'
import { endSkill } from './skills.ts'
import type { AgendaItem, Frame } from './state.ts'
import { MAX_STEPS } from './turn.ts'
import type { Turn } from './turn.ts'

/** Runs topics and agenda until nothing is left, something waits, or the outside is asked. */
export function work(turn: Turn) {
  while (!turn.over && !turn.call && guarded(turn, () => workOnce(turn))) {}
}

function workOnce(turn: Turn): boolean {
  const frame = turn.frame
  if (frame && !frame.prompt) return step(turn, frame)
  const [item, ...rest] = turn.state.agenda
  if (item && turn.state.stack.length <= item.depth) {
    turn.state.agenda = rest
    perform(turn, item)
    return true
  }
  if (frame?.prompt?.again) askAgain(turn, frame)
  return false
}

function step(turn: Turn, frame: Frame): boolean {
  const instruction = turn.codeOf(frame).instructions[frame.pc]
  if (!instruction || (frame.only !== undefined && instruction.id !== frame.only)) {
    turn.endTopic()
    return true
  }
  if (++turn.steps > MAX_STEPS) throw new ContentFailure('InfiniteLoopInBotContent', `The topic "${turn.topicOf(frame).name}" runs in circles: more than ${MAX_STEPS} nodes in one turn.`)
  if (instruction.signsIn && signsInFirst(turn, frame)) return true
  if (instruction.id) enter(turn, frame, instruction)
  moveOn(turn, frame, () => instruction.run(turn))
  return true
}

function enter(turn: Turn, frame: Frame, instruction: Instruction) {
  frame.node = instruction.id
  turn.trace({ kind: 'node', topic: frame.topic, nodeId: instruction.id, nodeKind: instruction.kind })
  if (instruction.outcome) turn.outcome(instruction.outcome)
}

function askAgain(turn: Turn, frame: Frame) {
  const instruction = instructionOf(turn, frame)
  if (frame.prompt) frame.prompt = { asked: frame.prompt.asked, again: undefined, card: frame.prompt.card }
  instruction?.spec?.prompt?.again(instruction.node, turn)
  turn.takeStop()
}

function perform(turn: Turn, item: AgendaItem) {
  switch (item.do) {
    case 'topic':
      if (item.group === 'unknown' && turn.state.spoke) return
      if (!turn.begin(item.topic, { reason: item.reason, ...(item.inputs ? { inputs: item.inputs } : {}), ...(item.said !== undefined ? { said: item.said } : item.group && turn.activity?.text ? { said: turn.activity.text } : {}) })) return
      if (item.inputs && turn.frame) turn.frame.planned = true
      return
    case 'message':
      return deliver(turn, item)
    case 'step-complete':
      return completeStep(turn, item)
    case 'plan-complete':
      finishPlan(turn, item)
      return void turn.takeStop()
    case 'release':
      return turn.boolean('=System.ContinueResponse', true) ? turn.send({ type: 'message', text: item.text }) : undefined
    case 'selected-intent':
      return startSelected(turn, item.activity)
    case 'skill-over':
      return endSkill(turn, item)
    case 'sign-in':
      checkSignIn(turn, item.reason)
      return void turn.takeStop()
    case 'sign-in-gate':
      return passGate(turn)
  }
}
