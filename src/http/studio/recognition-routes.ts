import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contracts/studio.ts'
import { addPhrases, type RecognitionAdvice, type WhichCopilot } from '../../engagement/index.ts'
import { BatonError } from '../../platform/index.ts'
import type { RecognizerState } from '../../recognition/index.ts'
import type { CopilotCatalogue, StoredCopilot } from '../../solutions/index.ts'
import type { Session } from '../session.ts'

type Deps = { catalogue: CopilotCatalogue; recognition: RecognitionAdvice }
type Maker = (request: FastifyRequest) => Session

const params = z.object({ id: z.string().max(300) })
const path = '/api/studio/copilots/:id'

/** How a copilot understands customers, and what it did not understand. */
export function recognitionRoutes(app: FastifyInstance, { catalogue, recognition }: Deps, maker: Maker) {
  const open = async (request: FastifyRequest) => {
    const { environmentId } = maker(request)
    const copilot = await catalogue.need(environmentId, params.parse(request.params).id)
    return { environmentId, copilot, draft: draftOf(copilot) }
  }

  app.get(`${path}/recognition`, async (request): Promise<z.infer<typeof contract.recognition>> => {
    const { copilot, draft } = await open(request)
    const { publishedVersion } = copilot
    // First: after a failure, asking for the state begins anew.
    const { findings, nameOf } = await recognition.findings(draft)
    const state = await recognition.state(draft)
    const named = reference(nameOf)
    return {
      published: publishedVersion === null ? null : { version: publishedVersion, state: toState(await recognition.state({ copilotId: copilot.id, version: publishedVersion })) },
      draft: toState(state),
      findings: findings?.map((finding) => (finding.kind === 'few-phrases' ? { ...finding, topic: named(finding.topic) } : { ...finding, topic: named(finding.topic), looksLike: named(finding.looksLike) })) ?? null,
    }
  })

  app.post(`${path}/recognition/explain`, async (request): Promise<z.infer<typeof contract.explanation>> => {
    const { draft } = await open(request)
    const { explanation, choice, nameOf } = await recognition.explain(draft, contract.explainUtterance.parse(request.body).text)
    const named = reference(nameOf)
    const chosen = choice.kind === 'one' ? [choice.intent] : choice.kind === 'several' ? choice.intents : []
    return {
      decision: choice.kind === 'one' ? 'starts' : choice.kind === 'several' ? 'asks' : 'fallback',
      topics: chosen.map(({ topic }) => named(topic)),
      tiers: explanation.tiers.map(({ tier, sure, ranked, nearest }) => ({
        tier,
        sure,
        ranked: ranked.map(({ topic, score }) => ({ topic: named(topic), score })),
        nearest: nearest.map((each) => ({ ...each, topic: named(each.topic) })),
      })),
    }
  })

  app.get(`${path}/misses`, async (request): Promise<z.infer<typeof contract.misses>> => {
    const { environmentId, draft } = await open(request)
    const { groups, more, nameOf } = await recognition.missed(environmentId, draft)
    return {
      groups: groups.map(({ misses, times, nearest }) => ({
        times,
        nearest: nearest ? { schemaName: nearest.topic, name: nameOf(nearest.topic), score: nearest.score } : null,
        misses: misses.map((miss) => ({ id: miss.id, said: miss.said, times: miss.times, lastAt: miss.lastAt.toISOString() })),
      })),
      more,
    }
  })

  app.post(`${path}/misses/add`, async (request): Promise<z.infer<typeof contract.addedMisses>> => {
    const { environmentId, copilot } = await open(request)
    const { ids, topic } = contract.addMisses.parse(request.body)
    const chosen = (await recognition.listMissed(environmentId, copilot.id)).filter(({ id }) => ids.includes(id))
    if (chosen.length === 0) throw new BatonError('BAD_REQUEST', 'these texts are not in the list any more. Load it again')
    // A second trigger of a document is named after it: `<schema name>#<trigger id>`.
    const [schemaName = '', trigger] = topic.split('#')
    const { component } = await catalogue.component(environmentId, copilot.id, schemaName)
    const edited = addPhrases(component.text ?? '', chosen.map(({ said }) => said), trigger)
    if (edited === undefined) throw new BatonError('BAD_REQUEST', `"${component.name}" does not start by what customers say. Choose a topic whose trigger has phrases`)
    await catalogue.saveComponent(environmentId, copilot.id, schemaName, { text: edited.text, revision: component.revision })
    await recognition.forget(environmentId, copilot.id, chosen.map(({ id }) => id))
    return { added: edited.added, topic: { schemaName: topic, name: component.name } }
  })

  app.post(`${path}/misses/forget`, async (request) => {
    const { environmentId, copilot } = await open(request)
    await recognition.forget(environmentId, copilot.id, contract.forgetMisses.parse(request.body).ids)
    return {}
  })
}

const draftOf = ({ id, draft }: StoredCopilot): WhichCopilot => ({ copilotId: id, version: 0, stamp: draft })
const reference = (nameOf: (topic: string) => string) => (topic: string) => ({ schemaName: topic, name: nameOf(topic) })

function toState({ encoded, accuracy, problem, ...state }: RecognizerState): z.infer<typeof contract.recognizerState> {
  return { ...state, encoded: encoded ?? null, accuracy: accuracy ?? null, problem: problem ?? null }
}
