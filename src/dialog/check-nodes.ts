import { isDocument, textOf, triggerDocuments } from './document.ts'
import type { Document } from './document.ts'
import { readNode } from './lower.ts'
import { knownNodeKinds } from './nodes/index.ts'

/** A node that will not run, found before it does. */
export type NodeFinding = { nodeId: string; kind: string; code: string; message: string }

const kinds = new Map(knownNodeKinds.map((kind) => [kind.kind, kind]))

/** What the node kinds themselves say about a topic's nodes. Shape and references are checked by src/topics. */
export function checkNodes(document: unknown): NodeFinding[] {
  return isDocument(document) ? triggerDocuments(document).flatMap((trigger) => checkActions(trigger['actions'])) : []
}

function checkActions(actions: unknown): NodeFinding[] {
  if (!Array.isArray(actions)) return []
  return actions.filter(isDocument).filter((action) => action['disabled'] !== true).flatMap((action) => [...checkNode(action), ...nested(action)])
}

function checkNode(action: Document): NodeFinding[] {
  const at = { nodeId: textOf(action['id']), kind: textOf(action['kind']) }
  const read = readNode(action, at.nodeId, kinds)
  if ('failure' in read) return [{ ...at, ...read.failure }]
  const { spec, node } = read
  const problem = spec.check?.(node)
  if (problem !== undefined) return [{ ...at, code: 'InvalidContent', message: `The node ${at.nodeId} (${at.kind}) will fail: ${problem}` }]
  return spec.missing === undefined ? [] : [{ ...at, code: 'ElementNotSupported', message: `The node ${at.nodeId} (${spec.title}) cannot run: ${spec.missing}.` }]
}

function nested(action: Document): NodeFinding[] {
  const branches = Array.isArray(action['conditions']) ? action['conditions'].filter(isDocument) : []
  return [action['actions'], ...branches.map((branch) => branch['actions']), action['elseActions']].flatMap(checkActions)
}
