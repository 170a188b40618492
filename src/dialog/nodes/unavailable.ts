import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import type { NodeKind } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'

/** Known nodes that need something this installation does not have yet. They fail with the published code, through OnError. */
const unavailable = (kind: string, title: string, code: string, missing: string): NodeKind =>
  defineNode({
    kind,
    title,
    missing,
    schema: z.looseObject({ id: z.string() }),
    run(node) {
      throw new ContentFailure(code, `The node ${node.id} (${title}) cannot run: ${missing}.`)
    },
  })

export const unavailableNodes: readonly NodeKind[] = [
  unavailable('ActivateExternalTrigger', 'Activate an external trigger', 'ElementNotSupported', 'external triggers are not supported'),
  unavailable('WaitForConnectorTrigger', 'Wait for a connector', 'ElementNotSupported', 'external triggers are not supported'),
]
