import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agent, call, customer, sees } from './support/people.ts'
import { openWorld, picture, type World } from './support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world?.close())

const welcome = 'Hello, this is Contoso Support.'

describe('a customer of the seed copilot', () => {
  it('asks for the hours, wants a person in the middle of a question, and is served in the same thread', async () => {
    const ana = await agent(world, 'user_ana')
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.say('store hours')
    await kim.say('Central Station')
    await kim.sees('Central Station is open every day from 7 to 22.')
    await kim.say('Where is my order?')
    await kim.sees('What is your order number?')
    await kim.say('10442')
    await kim.sees('And the e-mail address you ordered with?')
    await picture(kim.page, 'customer-with-copilot')
    await kim.say('talk to a person')

    await ana.offer.waitFor()
    await picture(ana.page, 'desk-offer')
    await ana.accept()
    await ana.sees('What is your order number?')
    await ana.sees('10442')
    for (const name of ['OrderNumber', 'va_LastTopic', 'va_Topics', 'va_LastPhrase', 'va_AgentMessage']) await ana.page.getByText(name, { exact: true }).first().waitFor()
    await kim.sees('Ana Costa has joined the conversation.')

    await ana.say('Hello, I have your order 10442 here.')
    await kim.sees('Hello, I have your order 10442 here.')
    await kim.say('Great, can you send it tomorrow?')
    await ana.sees('Great, can you send it tomorrow?')
    await picture(ana.page, 'desk-conversation')
    await picture(kim.page, 'customer-with-agent')

    const silent = await kim.log.innerText()
    expect(silent.indexOf('Ana Costa has joined')).toBeGreaterThan(-1)
    expect(silent.slice(silent.indexOf('Ana Costa has joined'))).not.toContain('I did not')

    await ana.page.getByRole('button', { name: 'End', exact: true }).click()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: /^End/ }).click()
    await kim.sees('The conversation has ended.')
    await ana.page.getByRole('button', { name: /^Close/ }).first().click()
    await ana.page.getByText('Nothing to do right now').or(ana.page.getByText(/closed/i)).first().waitFor()
    await kim.page.context().close()
    await ana.page.context().close()
  })

  it('loses and repeats nothing when the server is killed in the middle', async () => {
    const ana = await agent(world, 'user_ana')
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.say('talk to a person')
    await ana.offer.waitFor()
    await ana.accept()
    await kim.sees('Ana Costa has joined the conversation.')
    await kim.say('before the crash')
    await ana.sees('before the crash')

    await world.kill()
    // Both write while nobody is there; it must arrive, once, when the server is back.
    await kim.page.getByRole('textbox', { name: 'Your message' }).fill('written by the customer while it was down')
    await kim.page.keyboard.press('Enter')
    await ana.page.getByRole('textbox', { name: /^Message to/ }).fill('written by the agent while it was down')
    await ana.page.keyboard.press('Enter')
    await kim.page.waitForTimeout(1500)
    await picture(kim.page, 'customer-server-down')
    await picture(ana.page, 'desk-server-down')
    await world.startAgain()

    await ana.sees('written by the customer while it was down')
    await kim.sees('written by the agent while it was down')
    await kim.say('after the crash')
    await ana.sees('after the crash')
    for (const words of ['before the crash', 'written by the customer while it was down', 'written by the agent while it was down', 'after the crash', 'Ana Costa has joined']) {
      expect(await kim.count(words), words).toBe(1)
    }
    for (const words of ['before the crash', 'written by the customer while it was down', 'written by the agent while it was down', 'after the crash']) {
      expect(await ana.count(words), words).toBe(1)
    }
    // A reload shows the same, on both sides.
    await Promise.all([kim.page.reload(), ana.page.reload()])
    await kim.sees('after the crash')
    await ana.sees('after the crash')
    expect(await kim.count('before the crash')).toBe(1)
    await kim.page.context().close()
    await ana.page.context().close()
  })

  it('is told when nobody is there, keeps the place, and is served when somebody comes', async () => {
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.say('talk to a person')
    await kim.sees(/You keep your place/)
    await kim.page.reload()
    const bo = await agent(world, 'user_bo')
    await bo.offer.waitFor({ timeout: 30_000 })
    await bo.accept()
    await kim.sees('Bo Larsen has joined the conversation.')
    await kim.page.context().close()
    await bo.page.context().close()
  })
})

describe('an offer', () => {
  it('moves on when it is declined, and when nobody answers in time', async () => {
    const mia = await world.signedIn('user_mia', '/admin')
    const overview = await call<{ workstreams: { id: string; name: string }[] }>(mia, 'GET', '/api/admin/overview')
    const { id, ...workstream } = overview.workstreams[0]!
    await call(mia, 'PUT', `/api/admin/workstreams/${id}`, { ...workstream, offerSeconds: 10 })

    const [ana, bo] = [await agent(world, 'user_ana'), await agent(world, 'user_bo')]
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.say('talk to a person')
    const first = await Promise.race([ana.offer.waitFor().then(() => ana), bo.offer.waitFor().then(() => bo)])
    const second = first === ana ? bo : ana
    await first.offer.getByRole('button', { name: 'Decline' }).click()
    await second.offer.waitFor()
    await expect.poll(() => first.offer.count()).toBe(0)

    // The second lets it pass: they are set inactive and told so. The first is asked again after a minute.
    await expect.poll(() => second.offer.count(), { timeout: 20_000 }).toBe(0)
    await sees(second.page.locator('body'), /inactive|missed/i)
    await picture(second.page, 'desk-missed-offer')
    await first.offer.waitFor({ timeout: 80_000 })
    await first.accept()
    await kim.sees(/has joined the conversation/)
    await Promise.all([kim, ana, bo].map((person) => person.page.context().close()))
    await mia.context().close()
  })
})
