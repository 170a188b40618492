import { localWorkshop } from '../documents/index.ts'
import type { CallResult, HostCall, ModelMessage } from '../dialog/index.ts'
import { knowledgeCalls, knowledgeLibrary, modelCalls, type KnowledgeStore, type StoredReading } from '../engagement/index.ts'
import type { Passage } from '../knowledge/index.ts'
import type { ModelProvider } from '../models/index.ts'
import { consoleLog } from '../platform/index.ts'
import type { Learner } from '../recognition/index.ts'
import type { CopilotDefinition } from '../topics/index.ts'

type Parts = { definition: CopilotDefinition; learner: Learner; model: ModelProvider | undefined; talk(): ModelMessage[] }
type Call = Extract<HostCall, { type: 'knowledge' | 'model' }>

/** Answers from a package's files in this process. Its websites are not fetched, and prompts have no words here. */
export function offlineKnowledge({ definition, learner, model, talk }: Parts): (call: Call) => Promise<CallResult> {
  const library = knowledgeLibrary({ store: readingsInMemory(), workshop: localWorkshop(), loadCopilot: async () => definition, publishedVersion: async () => 1, learner, log: consoleLog })
  const history = async (_conversationId: string, messages: number) => {
    const said = talk()
    let left = messages + 1
    const from = said.findLastIndex(({ role }) => role === 'user' && --left === 0)
    return from < 0 ? said : said.slice(from)
  }
  const askModel = modelCalls({ model, prompt: async () => undefined, history, log: consoleLog })
  const askKnowledge = knowledgeCalls({
    async search(...question) {
      // Nobody else waits: everything is read, and its meaning known, before the first answer.
      await library.readMissing(definition.schemaName, 1)
      await library.settled()
      return library.search(...question)
    },
    model,
    history,
    log: consoleLog,
  })
  return (call) => (call.type === 'model' ? askModel(call) : askKnowledge(call))
}

function readingsInMemory(): KnowledgeStore {
  const readings = new Map<string, StoredReading & { body: Passage[]; vectors: Uint8Array | undefined }>()
  const found = (hashes: readonly string[]) => hashes.flatMap((hash) => readings.get(hash) ?? [])
  const nothing = async () => []
  return {
    readings: async (_copilotId, hashes) => found(hashes),
    bodies: async (_copilotId, hashes) => found(hashes).map(({ hash, body, vectors, encoder }) => ({ hash, passages: body, vectors, encoder })),
    async putReading(_copilotId, { hash, title, passages, problem }) {
      readings.set(hash, { hash, title, problem, passages: passages.length, encoder: undefined, body: passages, vectors: undefined })
    },
    async putVectors(_copilotId, hash, vectors, encoder) {
      const reading = readings.get(hash)
      if (reading) readings.set(hash, { ...reading, vectors, encoder })
    },
    forgetReadings: async () => {},
    sites: nothing,
    putSite: async () => {},
    deleteSite: async () => {},
    prompts: nothing,
    prompt: async () => undefined,
    putPrompt: async () => {},
    deletePrompt: async () => false,
  }
}
