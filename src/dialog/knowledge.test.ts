import { describe, expect, it } from 'vitest'
import type { Component } from '../topics/types.ts'
import { compileCopilot } from './index.ts'
import type { CallResult, HostCall, KnowledgeCall, KnowledgeResult, ModelCall, TurnContext } from './index.ts'
import { definitionOf, say, Talk, topicOf, triggerOf } from './testing.ts'

const file: Component = { schemaName: 'bot.file.Fees', kind: 'file', name: 'Fees.md', description: '', path: 'knowledge/files/Fees.md', blob: new Uint8Array([35]), state: 'on', parts: {} }
const agent: Component = { schemaName: 'bot.gpt.default', kind: 'gpt', name: 'Bot', description: '', path: 'agent.mcs.yml', text: 'kind: GptComponentMetadata\ninstructions: Be polite to {System.User.DisplayName}.\naISettings:\n  contentModeration: Low', state: 'on', parts: {} }

const found: KnowledgeResult = {
  type: 'knowledge',
  mode: 'extractive',
  text: 'It costs nine pounds. [1]',
  citations: [{ title: 'Fees "2026"', text: 'It costs nine pounds.', url: 'https://shop.test/fees', source: 'bot.file.Fees' }],
  findings: [{ title: 'Fees', content: 'It costs nine pounds.', location: 'https://shop.test/fees', source: 'bot.file.Fees', kind: 'file' }],
  confidence: 0.9,
}
const nothing: KnowledgeResult = { type: 'knowledge', mode: 'none', citations: [], findings: [], confidence: 0.1, note: 'Nothing was found.' }

type Parts = { topics: Record<string, string>; answer?: (call: HostCall) => CallResult | undefined; generative?: boolean; context?: Partial<TurnContext>; bare?: boolean }

function talkTo({ topics, answer = () => found, generative = false, context = {}, bare = false }: Parts) {
  const definition = definitionOf({ topics })
  definition.configuration = { settings: { GenerativeActionsEnabled: generative } }
  if (!bare) definition.components.push(file, agent)
  const calls: (KnowledgeCall | ModelCall)[] = []
  const talk = new Talk(compileCopilot(definition), context, (call) => {
    if (call.type !== 'knowledge' && call.type !== 'model') return undefined
    calls.push(call)
    return answer(call)
  })
  return { talk, calls }
}

const searchTopic = triggerOf(
  'OnUnknownIntent',
  'priority: -1',
  '- kind: SearchAndSummarizeContent\n  id: k\n  variable: Topic.Answer\n  userInput: =System.Activity.Text\n- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: c1\n      condition: =!IsBlank(Topic.Answer)\n      actions:\n        - kind: EndDialog\n          id: e\n          clearTopicQueue: true',
)
const fallback = triggerOf('OnUnknownIntent', '', say('f', 'Sorry ({System.FallbackCount})'))
const search = (members: string) => topicOf(['ask'], `- kind: SearchAndSummarizeContent\n  id: k\n  userInput: what does it cost\n${members}`)
const footnote = `\n\n[1]: https://shop.test/fees "Fees '2026'"`

describe('generative answers', () => {
  it('answer instead of the Fallback, which goes on counting only what was not answered', () => {
    let answers = [nothing, found, nothing]
    const { talk } = talkTo({ topics: { Search: searchTopic, Fallback: fallback }, answer: () => answers.shift() ?? nothing })
    expect(talk.hear('first')).toEqual(['Sorry (1)'])
    expect(talk.hear('what does it cost')).toEqual([`It costs nine pounds. [1]${footnote}`])
    expect(talk.hear('third')).toEqual(['Sorry (1)'])
    answers = []
  })

  it('say where the answer came from in the trace, and to nobody else', () => {
    const { talk } = talkTo({ topics: { Search: searchTopic } })
    talk.hear('what does it cost')
    expect(talk.traces).toContainEqual({ kind: 'answer', mode: 'extractive', question: 'what does it cost', confidence: 0.9, sources: ['Fees "2026"'], nodeId: 'k', topic: 'bot.topic.Search' })
    expect(talk.said[0]).toEqual({ type: 'message', text: expect.not.stringContaining('extractive') as string })
  })

  it('ask the outside with everything the node says', () => {
    const members = '  additionalInstructions: Be brief.\n  moderationLevel: Maximum\n  historyType:\n    kind: ConversationHistory\n    numberOfPastUserMessagesToInclude: 2\n  knowledgeSources:\n    kind: SearchSpecificKnowledgeSources\n    knowledgeSources: [bot.knowledge.Site]\n  fileSearchDataSource:\n    searchFilesMode:\n      kind: DoNotSearchFiles\n  publicDataSource:\n    sites: [shop.test]'
    const { talk, calls } = talkTo({ topics: { A: search(members) } })
    talk.hear('ask')
    expect(calls).toMatchObject([
      {
        want: 'answer',
        question: 'what does it cost',
        scope: { sources: ['bot.knowledge.Site'], files: false, sites: ['shop.test'] },
        wording: { instructions: ['Be polite to Renata Vogel.', 'Be brief.'], moderation: 'Maximum', history: 2, ownKnowledge: false },
        origin: { conversationId: 'conv-1', environmentId: 'env-1', copilotId: 'bot-1', inTestMode: false, locale: 'en-US' },
      },
    ])
    expect(calls[0]).not.toHaveProperty('given')
  })

  it('take the moderation of the copilot when the node has none', () => {
    const { talk, calls } = talkTo({ topics: { A: search('') } })
    talk.hear('ask')
    expect(calls).toMatchObject([{ wording: { moderation: 'Low', history: 5 } }])
  })

  it('give a record with text and sources when the topic wants everything', () => {
    const { talk } = talkTo({
      topics: { A: `${search('  autoSend: false\n  responseCaptureType: FullResponse\n  variable: Topic.Answer')}\n${say('s', '{Topic.Answer.Text.Content}|{First(Topic.Answer.Text.CitationSources).Name}|{First(Topic.Answer.Text.CitationSources).Url}|{Topic.Answer.MainContent}|{Topic.Answer.Mode}').replaceAll(/^/gm, '    ')}` },
    })
    expect(talk.hear('ask')).toEqual(['It costs nine pounds.|Fees "2026"|https://shop.test/fees|It costs nine pounds.|extractive'])
  })

  it('search what a connector brought, and only that', () => {
    const table = '=Table({Title: "Own", Content: "Ten pounds", ContentLocation: "https://own.test"})'
    const { talk, calls } = talkTo({ bare: true, topics: { A: search(`  customDataSource:\n    searchResults: '${table}'`) } })
    talk.hear('ask')
    expect(calls).toMatchObject([{ given: [{ title: 'Own', content: 'Ten pounds', location: 'https://own.test', source: 'custom', kind: 'custom' }], scope: { sources: [], files: false } }])
  })

  it('leave out sources whose condition does not hold', () => {
    const definition = definitionOf({ topics: { A: search(''), Set: topicOf(['be member'], '- kind: SetVariable\n  id: v\n  variable: Global.Member\n  value: =true') } })
    const club: Component = { ...file, schemaName: 'bot.knowledge.Club', kind: 'knowledge', name: 'Club', text: 'kind: KnowledgeSourceConfiguration\nsource:\n  kind: PublicSiteSearchSource\n  triggerCondition: =Global.Member\n  site: https://club.test' }
    definition.components.push(club)
    const scopes: unknown[] = []
    const talk = new Talk(compileCopilot(definition), {}, (call) => (call.type === 'knowledge' ? (scopes.push(call.scope), found) : undefined))
    talk.hear('ask')
    talk.hear('be member')
    talk.hear('ask')
    expect(scopes).toEqual([{ except: ['bot.knowledge.Club'] }, {}])
  })

  it('bother nobody when there is nothing to search', () => {
    const { talk, calls } = talkTo({ bare: true, topics: { Search: searchTopic, Fallback: fallback } })
    expect(talk.hear('what does it cost')).toEqual(['Sorry (1)'])
    expect(calls).toEqual([])
    expect(talk.traces).toContainEqual(expect.objectContaining({ kind: 'answer', mode: 'none', note: expect.stringContaining('no files') as string }))
  })

  it('fail through OnError with the code of what failed', () => {
    const { talk } = talkTo({ topics: { A: search('') }, answer: () => ({ type: 'failed', code: 'SystemError', message: 'the disk is full' }) })
    talk.hear('ask')
    expect(talk.errors).toMatchObject([{ code: 'SystemError', message: 'The search of k failed: the disk is full', nodeId: 'k' }])
  })
})

describe('OnKnowledgeRequested', () => {
  const own = triggerOf('OnKnowledgeRequested', '', '- kind: SetVariable\n  id: v\n  variable: System.SearchResults\n  value: "=Table({Content: System.SearchQuery & \'!\', ContentLocation: \'https://own.test\', Title: \'Own\'})"'.replaceAll("'", '\\"'))

  it('searches first, and its results are searched along', () => {
    const { talk, calls } = talkTo({ topics: { A: search(''), Own: own } })
    expect(talk.hear('ask')).toEqual([`It costs nine pounds. [1]${footnote}`])
    expect(calls).toMatchObject([{ given: [{ title: 'Own', content: 'what does it cost!', location: 'https://own.test' }] }])
  })

  it('is asked each time anew, and not by itself', () => {
    const recursive = triggerOf('OnKnowledgeRequested', '', '- kind: SearchKnowledgeSources\n  id: inner\n  userInput: inner question\n  result: Topic.R')
    const { talk, calls } = talkTo({ topics: { A: search(''), Own: recursive } })
    talk.hear('ask')
    talk.hear('ask')
    expect(calls.map((call) => (call as KnowledgeCall).question)).toEqual(['inner question', 'what does it cost', 'inner question', 'what does it cost'])
  })

  it('that does not want to does not hold anything up', () => {
    const never = triggerOf('OnKnowledgeRequested', 'condition: =false', say('x', 'never'))
    const { talk } = talkTo({ topics: { A: search(''), Own: never } })
    expect(talk.hear('ask')).toEqual([`It costs nine pounds. [1]${footnote}`])
  })
})

describe('OnGeneratedResponse', () => {
  const instead = triggerOf('OnGeneratedResponse', '', '- kind: SetVariable\n  id: v\n  variable: System.ContinueResponse\n  value: =false\n' + say('s', 'Mine: {Substitute(System.Response.FormattedText, "[1]", "")} ({CountRows(System.Response.Citations)}, {First(System.Response.Citations).Url})'))
  const before = triggerOf('OnGeneratedResponse', '', say('s', 'Before.'))

  it('says it its own way', () => {
    const { talk } = talkTo({ generative: true, topics: { A: search(''), R: instead } })
    expect(talk.hear('ask')).toEqual([`Mine: It costs nine pounds. \n\n: https://shop.test/fees "Fees '2026'" (1, https://shop.test/fees)`])
  })

  it('lets it pass after its own words, and the topic goes on', () => {
    const { talk } = talkTo({ generative: true, topics: { A: `${search('')}\n${say('after', 'After.').replaceAll(/^/gm, '    ')}`, R: before } })
    expect(talk.hear('ask')).toEqual(['Before.', `It costs nine pounds. [1]${footnote}`, 'After.'])
    expect(talk.hear('ask')).toEqual(['Before.', `It costs nine pounds. [1]${footnote}`, 'After.'])
  })

  it('has no say where makers chose classic orchestration', () => {
    const { talk } = talkTo({ topics: { A: search(''), R: instead } })
    expect(talk.hear('ask')).toEqual([`It costs nine pounds. [1]${footnote}`])
  })
})

describe('SearchKnowledgeSources', () => {
  it('gives the passages as a table', () => {
    const topic = topicOf(['ask'], '- kind: SearchKnowledgeSources\n  id: k\n  userInput: cost\n  result: Topic.R\n' + say('s', '{CountRows(Topic.R)} {First(Topic.R).Title}: {First(Topic.R).Content} ({First(Topic.R).ContentLocation}, {First(Topic.R).KnowledgeName})'))
    const { talk, calls } = talkTo({ topics: { A: topic } })
    expect(talk.hear('ask')).toEqual(['1 Fees: It costs nine pounds. (https://shop.test/fees, bot.file.Fees)'])
    expect(calls).toMatchObject([{ want: 'passages' }])
  })
})

describe('with a model', () => {
  const reply = (text: string) => (): CallResult => ({ type: 'model', text })

  it('AnswerQuestionWithAI answers, and is blank without one', () => {
    const topic = topicOf(['ask'], '- kind: AnswerQuestionWithAI\n  id: k\n  userInput: Who are you?\n  variable: Topic.A\n  autoSend: false\n' + say('s', '[{Topic.A}]'))
    const withModel = talkTo({ topics: { A: topic }, context: { model: true }, answer: reply('A bot.') })
    expect(withModel.talk.hear('ask')).toEqual(['[A bot.]'])
    expect(withModel.calls).toMatchObject([{ type: 'model', history: 5, timeoutMs: 100_000, messages: [{ role: 'system', content: expect.stringContaining('Be polite to Renata Vogel.') as string }, { role: 'user', content: 'Who are you?' }] }])
    const without = talkTo({ topics: { A: topic } })
    expect(without.talk.hear('ask')).toEqual(['[]'])
    expect(without.calls).toEqual([])
    expect(without.talk.traces).toContainEqual(expect.objectContaining({ kind: 'answer', mode: 'none', note: expect.stringContaining('BATON_MODEL_URL') as string }))
  })

  it('its failures have the published codes', () => {
    const topic = topicOf(['ask'], '- kind: AnswerQuestionWithAI\n  id: k\n  userInput: Who are you?\n  variable: Topic.A')
    const { talk } = talkTo({ topics: { A: topic }, context: { model: true }, answer: () => ({ type: 'failed', code: 'AIModelActionRequestTimeout', message: 'late' }) })
    talk.hear('ask')
    expect(talk.errors).toMatchObject([{ code: 'AIModelActionRequestTimeout', nodeId: 'k' }])
  })

  const query = topicOf(['ask', 'tell me more about it'], '- kind: CreateSearchQuery\n  id: q\n  userInput: =System.Activity.Text\n  result: Topic.Q\n' + say('s', '{Topic.Q.SearchQuery}'))

  it('CreateSearchQuery rewrites; without one a question that points back takes the message before along', () => {
    const withModel = talkTo({ topics: { A: query }, context: { model: true }, answer: reply('"express delivery price"') })
    expect(withModel.talk.hear('ask')).toEqual(['express delivery price'])
    const without = talkTo({ topics: { A: query, F: fallback } })
    without.talk.hear('express delivery')
    expect(without.talk.hear('tell me more about it')).toEqual(['express delivery tell me more about it'])
    expect(without.talk.hear('ask')).toEqual(['ask'])
  })

  it('CreateSearchQuery goes on with the words themselves when the model fails', () => {
    const { talk } = talkTo({ topics: { A: query }, context: { model: true }, answer: () => ({ type: 'failed', code: 'OpenAIRateLimitReached', message: 'later' }) })
    expect(talk.hear('ask')).toEqual(['ask'])
    expect(talk.errors).toMatchObject([{ code: 'OpenAIRateLimitReached' }])
  })

  it('InvokeAIBuilderModelAction runs a prompt with its inputs', () => {
    const topic = topicOf(['ask'], '- kind: InvokeAIBuilderModelAction\n  id: p\n  aIModelId: 6c2c09b6-6cc9-4eb8-8647-2420083772b7\n  input:\n    binding:\n      First_20Name: =System.User.DisplayName\n      max_20cost: 12\n  output:\n    binding:\n      predictionOutput: Topic.Out\n' + say('s', '{Topic.Out.text} / {Topic.Out.structuredOutput.language}'))
    const { talk, calls } = talkTo({ topics: { A: topic }, answer: reply('```json\n{"language":"English"}\n```') })
    expect(talk.hear('ask')).toEqual(['```json\n{"language":"English"}\n``` / English'])
    expect(calls).toMatchObject([{ type: 'model', prompt: { modelId: '6c2c09b6-6cc9-4eb8-8647-2420083772b7', inputs: { 'First Name': 'Renata Vogel', 'max cost': 12 } }, timeoutMs: 100_000 }])
  })

  it('InvokeCustomModelAction sends the makers’ prompts, and can go on after an error', () => {
    const topic = topicOf(['ask'], '- kind: InvokeCustomModelAction\n  id: m\n  variable: Topic.A\n  autoSend: false\n  requestTimeoutInMilliseconds: 5000\n  modelConfiguration:\n    connectionReference: x\n    systemPrompt: Answer {System.User.DisplayName}.\n    prompt: "Say: {System.Activity.Text}"\n    temperature: 0.2\n    stopSequence: [END]\n  errorHandling:\n    kind: ContinueOnErrorBehavior\n    statusCode: Topic.Status\n    errorResponseBody: Topic.Error\n' + say('s', '[{Topic.A}] {Topic.Error}'))
    const good = talkTo({ topics: { A: topic }, answer: reply('hello') })
    expect(good.talk.hear('ask')).toEqual(['[hello] '])
    expect(good.calls).toMatchObject([{ messages: [{ role: 'system', content: 'Answer Renata Vogel.' }, { role: 'user', content: 'Say: ask' }], options: { temperature: 0.2, stop: ['END'] }, history: 0, timeoutMs: 5000 }])
    const bad = talkTo({ topics: { A: topic }, answer: () => ({ type: 'failed', code: 'AIModelActionBadRequest', message: 'no model' }) })
    expect(bad.talk.hear('ask')).toEqual(['[] no model'])
  })
})
