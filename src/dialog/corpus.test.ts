import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { trainRecognizer } from '../recognition/index.ts'
import { readPackage } from '../solutions/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import { compileCopilot, runTurn } from './index.ts'
import type { DialogState, Effect, RuntimeCopilot, TurnHost } from './index.ts'
import { context } from './testing.ts'

const shared = [path.resolve('../shared/corpus')].find((folder) => fs.existsSync(folder))
const packages = shared ? ['solutions', 'workspaces'].flatMap((folder) => fs.readdirSync(path.join(shared, folder)).map((name) => path.join(shared, folder, name))) : []

/** Codes that say "a service is missing", not "the engine does not understand". */
const missingService = /^(KnowledgeNotConfigured|AuthenticationNotConfigured|SkillNotConfigured|FlowActionException|ConnectorActionNotSupported|AIModelActionBadRequest|ContentError|ElementNotSupported|NoFallbackTopic)$/

describe.skipIf(!shared)('real copilots (skipped when ../shared/corpus is not there)', () => {
  it.each(packages.map((file) => [path.basename(file), file]))('%s: every topic runs under a customer who answers', async (_name, file) => {
    const { copilots } = await readPackage(file)
    for (const definition of copilots) await runEveryTopic(definition)
  })
})

async function runEveryTopic(definition: CopilotDefinition) {
  const copilot = compileCopilot(definition)
  const host = hostFor(copilot)
  for (const topic of copilot.topics.values()) {
    const heard = await converse(copilot, host, [`@${topic.schemaName}`, 'yes', 'no', '5', 'hello there', 'None of these', 'something else', 'thanks'])
    const odd = heard.filter((effect) => effect.type === 'trace' && effect.trace.kind === 'error' && !missingService.test(effect.trace.code))
    expect(odd).toEqual([])
  }
}

/** `@topic` is recognised as that topic; everything else by the phrases. */
function hostFor(copilot: RuntimeCopilot): TurnHost {
  const recognizer = trainRecognizer(copilot)
  return async (call) => {
    if (call.type === 'tool') return { type: 'failed', code: 'ToolNotMapped', message: 'Nobody has entered its address yet.' }
    if (call.type !== 'recognize') return { type: 'failed', code: 'HttpNotAllowed', message: 'offline' }
    return { type: 'recognized', intents: call.text.startsWith('@') ? [{ topic: call.text.slice(1), score: 1 }] : recognizer.recognize(call.text, call.locale) }
  }
}

async function converse(copilot: RuntimeCopilot, host: TurnHost, lines: string[]): Promise<Effect[]> {
  const effects: Effect[] = []
  let state: DialogState | undefined
  const take = async (event: Parameters<typeof runTurn>[2]) => {
    const turn = await runTurn(copilot, state, event, context({ inTestMode: true }), host)
    state = JSON.parse(JSON.stringify(turn.state)) as DialogState
    effects.push(...turn.effects)
  }
  await take({ type: 'start' })
  for (const text of lines) await take({ type: 'activity', activity: { type: 'message', text } })
  return effects
}
