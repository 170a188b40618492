import { afterEach, describe, expect, it } from 'vitest'
import { definitionOf, say, topicOf } from '../dialog/testing.ts'
import { testHub } from '../../test/support/hub.ts'

const topics = {
  Status: topicOf(['status'], `${say('a', 'Working on it.')}- kind: UpdateActivity\n  id: u\n  activity: It is done.\n`),
  Secret: topicOf(['secret'], `${say('b', 'Only for a moment.')}- kind: DeleteActivity\n  id: d\n`),
  Theirs: topicOf(['change mine'], `- kind: UpdateActivity\n  id: m\n  activityId: =System.Activity.Id\n  activity: Forged.\n`),
  Remember: topicOf(['change it'], `- kind: UpdateActivity\n  id: r\n  activityId: "=Concatenate(System.Conversation.Id, \\"|0000003\\")"\n  activity:\n    text: [By its id.]\n`),
  Failed: `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnError\n  id: main\n  actions:\n    - kind: SendActivity\n      id: failed\n      activity: "{System.Error.Code}: {System.Error.Message}"\n`,
}

let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world.close())

const linesOf = async (kim: { lines(): Promise<{ seq: number; author: { kind: string }; activity: { type: string; text?: string | undefined; changes?: string | undefined } }[]> }) =>
  (await kim.lines()).filter(({ author }) => author.kind === 'copilot').map(({ activity }) => [activity.type, activity.text, activity.changes?.split('|')[1]])

describe('a copilot that changes what it said', () => {
  it('adds a line that names the changed one, and lists show the new words', async () => {
    world = await testHub({ copilot: definitionOf({ topics }) })
    const kim = await world.customer()
    await kim.say('status')
    await kim.say('change it')
    expect(await linesOf(kim)).toEqual([['message', 'Working on it.', undefined], ['messageUpdate', 'It is done.', '0000003'], ['messageUpdate', 'By its id.', '0000003']])
    expect((await world.hub.supervisor.ongoing('contoso')).conversations[0]?.lastMessage?.text).not.toBe('Working on it.')
  })

  it('tells people who take over both, the correction after what it corrects', async () => {
    world = await testHub({ copilot: definitionOf({ topics: { ...topics, Person: topicOf(['person please'], '- kind: TransferConversationV2\n  id: t\n') } }) })
    const kim = await world.customer()
    await kim.say('status')
    await kim.say('person please')
    const event = (await kim.lines('staff')).find(({ activity }) => activity.name === 'handoff.initiate')?.activity
    const said = event?.attachments?.[0]?.content as { activities: { type: string; text: string }[] }
    expect(said.activities.map(({ type, text }) => [type, text])).toEqual([['message', 'status'], ['message', 'Working on it.'], ['message', 'It is done.'], ['message', 'person please']])
  })

  it('takes something back, and cannot change that any more', async () => {
    world = await testHub({ copilot: definitionOf({ topics }) })
    const kim = await world.customer()
    await kim.say('secret')
    await kim.say('change it')
    expect((await linesOf(kim)).map(([type]) => type)).toEqual(['message', 'messageDelete', 'message'])
    expect((await kim.texts()).at(-1)).toContain('ContentError')
  })

  it('never changes what others said', async () => {
    world = await testHub({ copilot: definitionOf({ topics }) })
    const kim = await world.customer()
    await kim.say('change mine')
    expect((await kim.texts()).at(-1)).toMatch(/ContentError: The node m changed nothing: .* is not the id of a message this copilot sent/)
  })
})
