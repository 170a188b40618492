import { isRecord } from '../platform/index.ts'
import { triggersOf, type CheckOptions, type Path } from '../topics/index.ts'
import { textOf } from './document.ts'
import type { Document } from './document.ts'
import { readNode } from './lower.ts'
import { knownNodeKinds, nodeKinds } from './nodes/index.ts'
import { triggerKinds } from './triggers/index.ts'

/** A node that will not run, found before it does. `path` leads to it in the document. */
type NodeFinding = { path: Path; nodeId: string; kind: string; code: string; message: string }

const kinds = new Map(knownNodeKinds.map((kind) => [kind.kind, kind]))

/** What the checker of src/topics needs to know of this engine: one road for the command line, the catalogue and the studio. */
export const engineChecks: CheckOptions = { actionKinds: nodeKinds, triggerKinds, checkNodes }

/** What the node kinds themselves say about a topic's nodes. Shape and references are checked by src/topics. */
export function checkNodes(document: unknown): NodeFinding[] {
  return triggersOf(document).flatMap(({ value, path }) => checkActions(value['actions'], [...path, 'actions']))
}

function checkActions(actions: unknown, path: Path): NodeFinding[] {
  if (!Array.isArray(actions)) return []
  return actions.flatMap((action: unknown, index) => (isRecord(action) && action['disabled'] !== true ? [...checkNode(action, [...path, index]), ...nested(action, [...path, index])] : []))
}

function checkNode(action: Document, path: Path): NodeFinding[] {
  const at = { path, nodeId: textOf(action['id']), kind: textOf(action['kind']) }
  const read = readNode(action, at.nodeId, kinds)
  if ('failure' in read) return [{ ...at, ...read.failure }]
  const { spec, node } = read
  const problem = spec.check?.(node)
  if (problem !== undefined) return [{ ...at, code: 'InvalidContent', message: `The node ${at.nodeId} (${at.kind}) will fail: ${problem}` }]
  return spec.missing === undefined ? [] : [{ ...at, code: 'ElementNotSupported', message: `The node ${at.nodeId} (${spec.title}) cannot run: ${spec.missing}.` }]
}

function nested(action: Document, path: Path): NodeFinding[] {
  const branches: unknown[] = Array.isArray(action['conditions']) ? action['conditions'] : []
  return [
    ...checkActions(action['actions'], [...path, 'actions']),
    ...branches.flatMap((branch, index) => (isRecord(branch) ? checkActions(branch['actions'], [...path, 'conditions', index, 'actions']) : [])),
    ...checkActions(action['elseActions'], [...path, 'elseActions']),
  ]
}
