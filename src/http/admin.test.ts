import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminApi } from '../contracts/index.ts'
import { ownPage, testServer } from '../../test/support/http.ts'

let server: Awaited<ReturnType<typeof testServer>>
let adam: string
let fay: string
beforeAll(async () => {
  server = await testServer()
  adam = await server.cookie('adam')
  fay = await server.cookie('fay')
})
afterAll(() => server.close())

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
async function call(method: Method, path: string, payload?: object, cookie = adam) {
  const answer = await server.app.inject({ method, url: `/api/admin/${path}`, headers: { ...ownPage, cookie }, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
const overview = async (cookie = adam) => adminApi.adminOverview.parse((await call('GET', 'overview', undefined, cookie)).body)
const queue = (name: string, memberIds: string[] = []) => ({ name, priority: 10, memberIds })
const workstream = (name: string, more: object = {}) => ({ name, copilotId: null, rules: [], fallbackQueueId: 'general', ...more })
const rule = (queueId: string) => ({ id: '', name: 'To billing', conditions: [{ variable: 'Topic', operator: 'equals', value: 'bill' }], queueId })

describe('the overview', () => {
  it('is the administrator’s environment, with embed code and connected copilots', async () => {
    const { environment, queues, agents, widgets, copilots, workstreams } = await overview()
    expect(environment).toEqual({ id: 'contoso', name: 'Contoso' })
    expect(queues.map((one) => [one.id, one.memberIds])).toEqual([['billing', []], ['general', ['ana']]])
    expect(agents.map((one) => one.id)).toEqual(['ana', 'bo'])
    expect(workstreams).toHaveLength(1)
    expect(widgets.find((one) => one.id === 'shop')).toMatchObject({
      title: 'Shop help',
      embedCode: '<script src="http://localhost:80/widget/baton-chat.js" data-widget="shop"></script>',
      demoUrl: 'http://localhost:80/demo?widget=shop',
    })
    expect(copilots.map((one) => [one.copilotId, one.enabled, one.workstreams.length])).toEqual([['bot', true, 1], ['other', false, 0]])
    expect((await overview(fay)).queues.map((one) => one.id)).toEqual(['theirs'])
  })
})

describe('a change', () => {
  it('is stored, announced, and waiting conversations are looked at again', async () => {
    const hints: string[] = []
    const stop = server.bus.subscribe((hint) => hints.push(`${hint.type} ${hint.environmentId}`))
    const calls = server.calls.length
    const made = await call('POST', 'queues', queue('Returns', ['ana', 'bo']))
    expect(made.status).toBe(201)
    expect(hints).toEqual(['configuration contoso'])
    expect(server.calls.slice(calls)).toContain('assignWaiting contoso')
    stop()

    const changed = await call('PUT', `queues/${made.body.id}`, { ...queue('Returns and swaps', ['bo']), priority: 1 })
    expect(changed.body).toEqual({ id: made.body.id, name: 'Returns and swaps', priority: 1, memberIds: ['bo'] })
    expect((await overview()).queues[0]).toEqual(changed.body)
    expect((await call('DELETE', `queues/${made.body.id}`)).status).toBe(200)
    expect((await overview()).queues).toHaveLength(2)
  })

  it('of workstreams, widgets and agents goes round', async () => {
    const made = (await call('POST', 'workstreams', workstream('Phone', { copilotId: 'bot', rules: [rule('billing')] }))).body
    expect(made).toMatchObject({ offerSeconds: 120, capacityUnits: 1, wrapUpMinutes: 15, rules: [{ id: expect.stringMatching(/^rule_/), match: 'all' }] })
    expect((await overview()).workstreams.find((one) => one.id === made.id)).toEqual(made)
    const widget = (await call('POST', 'widgets', { name: 'Help', workstreamId: made.id, allowedOrigins: ['https://Shop.example/'] })).body
    expect(widget).toMatchObject({ title: 'Chat with us', allowedOrigins: ['https://shop.example'] })
    expect((await overview()).widgets.find((one) => one.id === widget.id)).toMatchObject(widget)
    expect((await call('DELETE', `workstreams/${made.id}`)).body.error).toEqual({ code: 'IN_USE', message: 'Workstream "Phone" cannot be deleted, because it is used by the widget "Help". Change that first.' })
    expect((await call('DELETE', `widgets/${widget.id}`)).status).toBe(200)
    expect((await call('DELETE', `workstreams/${made.id}`)).status).toBe(200)

    const bo = await call('PUT', 'agents/bo', { capacity: 5, queueIds: ['general', 'billing'] })
    expect(bo.body).toMatchObject({ id: 'bo', capacity: 5, queueIds: ['billing', 'general'] })
    expect((await call('PUT', 'agents/bo', { capacity: 3, queueIds: [] })).body.queueIds).toEqual([])
  })
})

describe('a change that cannot be', () => {
  it('says by what a queue is used', async () => {
    expect((await call('DELETE', 'queues/general')).body.error.message).toContain('the workstream "Live chat" as its fallback')
    expect((await call('DELETE', 'queues/billing')).body.error.message).toContain('the rule "Billing questions" of workstream "Live chat"')
  })

  it.each<[string, Method, string, object, number, string]>([
    ['a rule to a queue of another environment', 'POST', 'workstreams', workstream('A', { rules: [rule('theirs')] }), 404, 'NOT_FOUND'],
    ['a fallback queue that does not exist', 'POST', 'workstreams', workstream('A', { fallbackQueueId: 'nothing' }), 404, 'NOT_FOUND'],
    ['a copilot that is not connected', 'POST', 'workstreams', workstream('A', { copilotId: 'other' }), 409, 'NOT_CONNECTED'],
    ['a copilot that does not exist', 'POST', 'workstreams', workstream('A', { copilotId: 'nothing' }), 404, 'NOT_FOUND'],
    ['a name that is taken', 'POST', 'queues', queue('General'), 409, 'NAME_TAKEN'],
    ['a name that another one has', 'PUT', 'queues/billing', queue('General'), 409, 'NAME_TAKEN'],
    ['no name', 'POST', 'queues', queue('  '), 400, 'BAD_REQUEST'],
    ['a member who is no agent', 'POST', 'queues', queue('A', ['sam']), 404, 'NOT_FOUND'],
    ['a member of another environment', 'POST', 'queues', queue('A', ['fay']), 404, 'NOT_FOUND'],
    ['an agent who is a supervisor', 'PUT', 'agents/sam', { capacity: 1, queueIds: [] }, 404, 'NOT_FOUND'],
    ['a negative capacity', 'PUT', 'agents/ana', { capacity: -1, queueIds: [] }, 400, 'BAD_REQUEST'],
    ['a widget on a foreign workstream', 'POST', 'widgets', { name: 'A', workstreamId: 'their-chat' }, 404, 'NOT_FOUND'],
    ['an origin with a path', 'POST', 'widgets', { name: 'A', workstreamId: 'chat', allowedOrigins: ['https://shop.example/cart'] }, 400, 'BAD_REQUEST'],
    ['an origin that is a script', 'POST', 'widgets', { name: 'A', workstreamId: 'chat', allowedOrigins: ['javascript:alert(1)'] }, 400, 'BAD_REQUEST'],
    ['a colour that is not one', 'POST', 'widgets', { name: 'A', workstreamId: 'chat', color: 'red;}' }, 400, 'BAD_REQUEST'],
    ['a queue of another environment', 'PUT', 'queues/theirs', queue('A'), 404, 'NOT_FOUND'],
    ['deleting a widget of another environment', 'DELETE', 'widgets/their-widget', {}, 404, 'NOT_FOUND'],
    ['deleting a workstream of another environment', 'DELETE', 'workstreams/their-chat', {}, 404, 'NOT_FOUND'],
    ['an agent of another environment', 'PUT', 'agents/fay', { capacity: 1, queueIds: [] }, 404, 'NOT_FOUND'],
  ])('is refused with a reason: %s', async (_, method, path, payload, status, code) => {
    const before = await overview()
    const answer = await call(method, path, payload)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect(await overview()).toEqual(before)
  })

  it('keeps a copilot that was disconnected after it was chosen', async () => {
    await server.database.pool.query(`update workstream set copilot_id = 'other' where id = 'chat'`)
    const { id, ...body } = (await overview()).workstreams[0]!
    expect((await call('PUT', `workstreams/${id}`, { ...body, offerSeconds: 60 })).status).toBe(200)
  })
})
