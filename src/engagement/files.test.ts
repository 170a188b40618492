import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'
import { say, definitionOf, topicOf } from '../dialog/testing.ts'
import type { Activity } from '../contracts/index.ts'
import type { OutsideCall } from './copilot-turn.ts'

let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world?.close())

const sendFile = (id: string, content = 'bill of kim', clientActivityID = 'f1') =>
  world.hub.receiveActivity(id, 'dl_customer', { type: 'message', text: 'talk to a person', attachments: [{ contentType: 'application/pdf', name: 'bill.pdf', contentUrl: `data:application/pdf;base64,${Buffer.from(content).toString('base64')}` }], channelData: { clientActivityID } } as Activity)
const rows = async () => (await world.database.pool.query('select conversation_id, id, environment_id, name, content_type, size, sha256 from conversation_file order by id')).rows
const logText = async (id: string) => JSON.stringify(await world.hub.entriesAfter(id, 0, 'staff'))

describe('a file that a customer sends', () => {
  it('lies beside the log, which names it: also in what is handed over, and in what a copilot remembers', async () => {
    world = await testHub()
    const kim = await world.customer()
    const { seq } = await sendFile(kim.id)
    const sha256 = createHash('sha256').update('bill of kim').digest('hex')
    expect(await rows()).toEqual([{ conversation_id: kim.id, id: `${seq}-1`, environment_id: 'contoso', name: 'bill.pdf', content_type: 'application/pdf', size: 11, sha256 }])
    const log = await logText(kim.id)
    expect(log).not.toContain('base64')
    const stored = await world.database.pool.query('select data::text, dialog::text from conversation')
    expect(JSON.stringify(stored.rows)).not.toContain('base64')
    const handoff = (await world.hub.entriesAfter(kim.id, 0, 'staff')).find(({ activity }) => activity.name === 'handoff.initiate')
    expect(JSON.stringify(handoff?.activity)).toContain(`/api/conversations/${kim.id}/files/${seq}-1`)
    expect(Buffer.from((await world.hub.file(kim.id, `${seq}-1`)).bytes).toString()).toBe('bill of kim')
  })

  it('is there for who may read the conversation, and for nobody else', async () => {
    world = await testHub({ agents: [{ id: 'ana', queues: ['general'] }, { id: 'bo', queues: ['billing'] }] })
    await world.database.pool.query(`insert into environment (id, name) values ('fabrikam', 'Fabrikam')`)
    const kim = await world.customer()
    const { seq } = await sendFile(kim.id)
    const fileId = `${seq}-1`
    expect((await world.hub.agent.file('ana', kim.id, fileId)).name).toBe('bill.pdf')
    expect((await world.hub.supervisor.file('contoso', kim.id, fileId)).name).toBe('bill.pdf')
    await expect(world.hub.agent.file('bo', kim.id, fileId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
    await expect(world.hub.supervisor.file('fabrikam', kim.id, fileId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
    await expect(world.hub.agent.file('ana', kim.id, '99-1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(world.hub.file('another', fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is written once, with its message or not at all', async () => {
    world = await testHub()
    const kim = await world.customer()
    const [one, two] = [world.hub, world.restart()]
    const message = (hub: typeof one) => hub.receiveActivity(kim.id, 'dl_customer', { type: 'message', text: 'x', attachments: [{ contentType: 'text/plain', contentUrl: 'data:,hello' }], channelData: { clientActivityID: 'same' } } as Activity)
    const answers = await Promise.all([message(one), message(two), message(one)])
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await rows()).toHaveLength(1)
    await Promise.all([one.settled(), two.settled()])
    // Whatever keeps a file from being stored keeps its message from being acknowledged.
    await world.database.pool.query('alter table conversation_file add constraint small check (size < 10)')
    const before = await logText(kim.id)
    await expect(sendFile(kim.id)).rejects.toThrow()
    expect(await logText(kim.id)).toBe(before)
    expect(await rows()).toHaveLength(1)
    await one.stop()
  })

  it('finds no room when the conversation holds 30 MB; words still do', async () => {
    world = await testHub()
    const kim = await world.customer()
    await kim.say('talk to a person')
    await world.database.pool.query(`update conversation set data = jsonb_set(data, '{uploaded}', '29999995')`)
    world.restart()
    await expect(sendFile(kim.id)).rejects.toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining('30 MB of files') })
    expect(await rows()).toEqual([])
    await sendFile(kim.id, 'short')
    await kim.say('and words')
    expect(await kim.texts()).toContain('customer: and words')
  })

  it('goes with its conversation', async () => {
    world = await testHub()
    const kim = await world.customer()
    await sendFile(kim.id)
    await world.database.pool.query('delete from conversation')
    expect(await rows()).toEqual([])
  })
})

describe('a file that a topic asked for', () => {
  const ask = '- kind: Question\n  id: q\n  variable: Topic.F\n  prompt: File?\n  entity: FilePrebuiltEntity\n'
  const post = '- kind: HttpRequestAction\n  id: h\n  method: Post\n  url: https://example.com/files\n  body:\n    kind: JsonRequestContent\n    content: "={ name: Topic.F.Name, contentBytes: Topic.F.Content }"\n'
  const echo = '- kind: SendActivity\n  id: s\n  activity:\n    attachments:\n      - kind: FileTemplate\n        fileContent: =Topic.F\n'

  it('reaches a service whole, and comes back to the customer without being stored again', async () => {
    const calls: OutsideCall[] = []
    world = await testHub({
      copilot: definitionOf({ topics: { Files: topicOf(['take my file'], `${ask}${post}${echo}${say('done', 'Done.')}`) } }),
      callOutside: async (call) => {
        calls.push(call)
        return { type: 'http', status: 200, headers: {}, body: '{}' }
      },
    })
    const kim = await world.customer()
    await kim.say('take my file')
    const { seq } = await sendFile(kim.id)
    await world.hub.settled()
    const [call] = calls
    expect(call?.type === 'http' && JSON.parse(call.body ?? '')).toEqual({ name: 'bill.pdf', contentBytes: `data:application/pdf;base64,${Buffer.from('bill of kim').toString('base64')}` })
    expect(await rows()).toHaveLength(1)
    const sent = (await kim.lines()).filter(({ author }) => author.kind === 'copilot').find(({ activity }) => activity.attachments)
    expect(sent?.activity.attachments).toEqual([{ contentType: 'application/pdf', name: 'bill.pdf', contentUrl: `/api/conversations/${kim.id}/files/${seq}-1` }])
    expect(await kim.texts()).toContain('copilot: Done.')
  })
})

describe('a customer who writes the address of a file again and again', () => {
  it('does not make a call of it that is larger than calls may be', async () => {
    const calls: OutsideCall[] = []
    const pass = '- kind: HttpRequestAction\n  id: h\n  method: Post\n  url: https://example.com/said\n  body:\n    kind: JsonRequestContent\n    content: "={ said: System.Activity.Text }"\n  errorHandling:\n    kind: ContinueOnErrorBehavior\n'
    world = await testHub({
      copilot: definitionOf({ topics: { Say: topicOf(['pass it on'], `${pass}${say('done', 'Done.')}`) } }),
      callOutside: async (call) => {
        calls.push(call)
        return { type: 'http', status: 200, headers: {}, body: '{}' }
      },
    })
    const kim = await world.customer()
    const { seq } = await sendFile(kim.id, 'x'.repeat(1_000_000))
    await world.hub.settled()
    const address = `/api/conversations/${kim.id}/files/${seq}-1`
    await kim.say(`pass it on ${address}`)
    await world.hub.settled()
    expect(calls).toHaveLength(1)
    await kim.say(`pass it on ${`${address} `.repeat(100)}`)
    await world.hub.settled()
    expect(calls).toHaveLength(1)
    expect((await kim.texts()).filter((text) => text === 'copilot: Done.')).toHaveLength(2)
  })
})

describe('a conversation from before files were kept beside the log', () => {
  it('is read as it was written', async () => {
    world = await testHub()
    const kim = await world.customer()
    const { seq } = await kim.say('talk to a person')
    await world.database.pool.query(`update log_entry set activity = (activity::jsonb || '{"attachments":[{"contentType":"image/png","name":"a.png","contentUrl":"data:image/png;base64,AAAA"}]}')::json where conversation_id = $1 and seq = $2`, [kim.id, seq])
    const { entries } = await world.hub.agent.detail('ana', kim.id)
    expect(entries.find((entry) => entry.seq === seq)?.activity.attachments?.[0]?.contentUrl).toBe('data:image/png;base64,AAAA')
  })
})
