import { z } from 'zod'
import { parseJson } from '../../platform/index.ts'
import { FxRecord } from '../../powerfx/index.ts'
import { defineNode } from '../define-node.ts'
import { fromJson } from '../fx.ts'
import { modelFailure, MODEL_TIMEOUT_MS, originOf } from './model-parts.ts'
import { plainValue } from '../plain-value.ts'

/** Runs a prompt. Packages name prompts by id and do not hold their words: the installation keeps them. */
export const invokeAiBuilderModel = defineNode({
  kind: 'InvokeAIBuilderModelAction',
  title: 'Run a prompt',
  partly: 'packages hold only the id of a prompt: its words are entered on the Knowledge page',
  schema: z.looseObject({
    id: z.string(),
    aIModelId: z.string(),
    input: z.looseObject({ binding: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    output: z.looseObject({ kind: z.string().optional(), binding: z.record(z.string(), z.unknown()).nullish(), variable: z.string().optional() }).nullish(),
  }),
  run(node, turn) {
    const inputs = Object.fromEntries(Object.entries(node.input?.binding ?? {}).map(([name, value]) => [inputName(name), plainValue(turn.value(value))]))
    turn.request({ type: 'model', prompt: { modelId: node.aIModelId, inputs }, history: 0, origin: originOf(turn), timeoutMs: MODEL_TIMEOUT_MS })
  },
  resume(node, turn, result) {
    if (result.type !== 'model') throw modelFailure(node.id, result)
    const structured = jsonIn(result.text)
    const output = new FxRecord(new Map([['text', result.text], ['structuredOutput', structured === undefined ? null : fromJson(structured)], ['finishReason', 'stop']]))
    if (node.output?.variable) turn.set(node.output.variable, output)
    for (const [name, path] of Object.entries(node.output?.binding ?? {})) turn.set(String(path), name === 'predictionOutput' ? output : (output.get(name) ?? null))
  },
})

/** Names of inputs write characters that names cannot have as their code: `First_20Name`, `First_x0020_Name`. */
const inputName = (name: string) => name.replace(/_x00([2-7][0-9a-f])_|_(2[06789def])/gi, (_, long: string | undefined, short: string) => String.fromCharCode(Number.parseInt(long ?? short, 16)))

/** The JSON a prompt was told to answer with, fenced or not. */
function jsonIn(text: string): unknown {
  const inside = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(text)?.[1] ?? text
  return /^\s*[[{]/.test(inside) ? parseJson(inside) : undefined
}
