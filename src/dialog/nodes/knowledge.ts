import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import type { NodeKind } from '../define-node.ts'

/**
 * Nodes that answer from knowledge or a model. Nothing is connected yet, so they find nothing, which is an outcome
 * their topics provide for: the variable is blank and nothing is sent. The trace says why.
 */
const findsNothing = (kind: string, title: string, target: 'variable' | 'result'): NodeKind =>
  defineNode({
    kind,
    title,
    partly: 'it finds nothing, because no knowledge search and no language model is connected; its variable stays blank',
    schema: z.looseObject({ id: z.string(), variable: z.string().optional(), result: z.string().optional() }),
    run(node, turn) {
      const frame = turn.frame
      if (frame) turn.trace({ kind: 'error', topic: frame.topic, nodeId: node.id, code: 'KnowledgeNotConfigured', message: `${title}: no knowledge search and no language model is connected, so there is no answer.` })
      const path = node[target]
      if (path) turn.setJson(path, null)
    },
  })

export const knowledgeNodes: readonly NodeKind[] = [
  findsNothing('SearchAndSummarizeContent', 'Generative answers', 'variable'),
  findsNothing('SearchAndSummarizeWithCustomModel', 'Generative answers with a custom model', 'variable'),
  findsNothing('SearchKnowledgeSources', 'Search knowledge', 'variable'),
  findsNothing('AnswerQuestionWithAI', 'Answer with a model', 'variable'),
  findsNothing('CreateSearchQuery', 'Create a search query', 'result'),
]
