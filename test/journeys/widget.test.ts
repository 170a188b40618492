import AxeBuilder from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agent, customer, sees } from './support/people.ts'
import { openWorld, picture, type World } from './support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world?.close())

const welcome = 'Hello, this is Contoso Support.'
const composer = (page: Page) => page.getByRole('textbox', { name: 'Your message' })
const says = async (page: Page, text: string) => {
  await composer(page).fill(text)
  await page.keyboard.press('Enter')
}
const copies = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true }).count()
const conversationOf = (page: Page) => page.evaluate(() => (window as unknown as { Baton: { state: { conversationId?: string } } }).Baton.state.conversationId)
/** Another tab of the same browser, where the chat is open already. */
const tab = async (context: BrowserContext) => {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(world.shopUrl)
  return page
}

describe('the chat on somebody else’s page', () => {
  it('shows the same conversation after a reload and in a second tab, and ends in both', async () => {
    const kim = await customer(world)
    await kim.sees(welcome)
    await says(kim.page, 'store hours')
    await kim.sees('Which of our shops')
    await kim.page.reload()
    await sees(kim.page.getByRole('log'), 'Which of our shops')
    expect(await copies(kim.page, 'store hours')).toBe(1)

    const second = await tab(kim.page.context())
    await sees(second.getByRole('log'), 'Which of our shops')
    await says(second, 'Central Station')
    await kim.sees('Central Station is open every day')
    expect(await conversationOf(second)).toBe(await conversationOf(kim.page))
    expect([await copies(kim.page, 'Central Station'), await copies(second, 'Central Station')]).toEqual([1, 1])

    await second.getByRole('button', { name: 'End chat' }).click()
    await second.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click()
    for (const page of [kim.page, second]) await page.getByText('This chat has ended.', { exact: true }).waitFor()
    await kim.page.getByRole('button', { name: 'Start a new chat' }).click()
    await sees(second.getByRole('log'), welcome)
    await second.getByRole('button', { name: 'End chat' }).waitFor()
    await expect.poll(() => conversationOf(second)).toBe(await conversationOf(kim.page))
    await kim.page.context().close()
  })

  it('opens one conversation when two tabs start at the same moment', async () => {
    const page = await world.person()
    await page.goto(world.shopUrl)
    const second = await tab(page.context())
    await Promise.all([page, second].map((each) => each.getByRole('button', { name: 'Open chat' }).click()))
    for (const each of [page, second]) await sees(each.getByRole('log'), welcome)
    expect(await conversationOf(page)).toBe(await conversationOf(second))
    await page.context().close()
  })

  it('keeps what was written without a network and sends it once, in order', async () => {
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.page.context().setOffline(true)
    await kim.page.getByText('You are offline').waitFor()
    await says(kim.page, 'first words')
    await says(kim.page, 'second words')
    await kim.page.context().setOffline(false)
    await expect.poll(() => kim.page.getByText('Sending…').count(), { timeout: 20_000 }).toBe(0)
    await kim.page.reload()
    await sees(kim.page.getByRole('log'), 'second words')
    const words = await kim.page.getByRole('log').innerText()
    expect(words.indexOf('first words')).toBeLessThan(words.indexOf('second words'))
    expect([await copies(kim.page, 'first words'), await copies(kim.page, 'second words')]).toEqual([1, 1])
    await kim.page.context().close()
  })

  it('says a sentence once although the answer to it was lost, and sends after a reload what was not sent before', async () => {
    const kim = await customer(world)
    await kim.sees(welcome)
    let lost = false
    await kim.page.route('**/activities', async (route) => {
      if (lost || !route.request().postData()?.includes('lost answer')) return route.fallback()
      lost = true
      await route.fetch()
      return route.abort()
    })
    await says(kim.page, 'lost answer')
    await expect.poll(() => kim.page.getByText('Sending…').count(), { timeout: 20_000 }).toBe(0)
    expect(lost).toBe(true)
    await kim.page.unrouteAll()

    await kim.page.route('**/activities', (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()))
    await says(kim.page, 'kept over a reload')
    await kim.page.getByText('Sending…').waitFor()
    await kim.page.unrouteAll()
    await kim.page.reload()
    await expect.poll(() => copies(kim.page, 'kept over a reload'), { timeout: 20_000 }).toBe(1)
    await expect.poll(() => kim.page.getByText('Sending…').count(), { timeout: 20_000 }).toBe(0)
    expect(await copies(kim.page, 'lost answer')).toBe(1)
    await kim.page.context().close()
  })

  it('works where sockets are blocked, and where storage is', async () => {
    const page = await world.person()
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('blocked', 'SecurityError') } })
      Object.defineProperty(window, 'WebSocket', { value: class { constructor() { setTimeout(() => (this as unknown as { onclose(): void }).onclose(), 5) } close() {} } })
    })
    await page.goto(world.shopUrl)
    await page.getByRole('button', { name: 'Open chat' }).click()
    await sees(page.getByRole('log'), welcome)
    await says(page, 'store hours')
    await sees(page.getByRole('log'), 'Which of our shops')
    await page.context().close()
  })

  it('shows who types on both sides, and counts what was missed', async () => {
    const ana = await agent(world, 'user_ana')
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.say('talk to a person')
    await ana.accept()
    await kim.sees('Ana Costa has joined')
    await ana.page.getByRole('textbox', { name: /^Message to/ }).pressSequentially('Hello', { delay: 50 })
    await kim.page.getByText('Ana Costa is typing').waitFor()
    await composer(kim.page).pressSequentially('Hi Ana', { delay: 50 })
    await ana.page.getByText(/is typing/).first().waitFor()

    await kim.page.keyboard.press('Escape')
    await ana.say('Are you there?')
    await kim.page.getByRole('button', { name: 'Open chat, 1 new message' }).waitFor()
    expect(await kim.page.title()).toBe('(1) A shop')
    await kim.page.getByRole('button', { name: /^Open chat/ }).click()
    await kim.sees('Are you there?')
    await expect.poll(() => kim.page.title()).toBe('A shop')
    await kim.page.context().close()
    await ana.page.context().close()
  })

  it('is used by keyboard alone', async () => {
    const page = await world.person()
    await page.goto(world.shopUrl)
    await page.getByRole('button', { name: 'Open chat' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await sees(page.getByRole('log'), welcome)
    await expect.poll(() => composer(page).evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field)).toBe(true)
    await page.keyboard.type('store hours')
    await page.keyboard.press('Enter')
    await sees(page.getByRole('log'), 'Which of our shops')
    await page.keyboard.press('Escape')
    const launcher = page.getByRole('button', { name: 'Open chat' })
    await expect.poll(() => launcher.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button)).toBe(true)
    await page.context().close()
  })

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('has no accessibility findings at %i pixels, %s', async (width, colorScheme) => {
    const page = await world.person({ viewport: { width, height: 800 }, colorScheme })
    await page.goto(world.shopUrl)
    // A page that styles everything reaches nothing of ours.
    await page.addStyleTag({ content: '* { color: red !important; font-size: 40px } textarea, button { display: none }' })
    await page.getByRole('button', { name: 'Open chat' }).click()
    await sees(page.getByRole('log'), welcome)
    await says(page, 'store hours')
    await sees(page.getByRole('log'), 'Which of our shops')
    await picture(page, `widget-${width}-${colorScheme}`)
    const { violations } = await new AxeBuilder({ page }).include('baton-chat').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(', ')}`)).toEqual([])
    if (width < 480) expect(await page.getByRole('dialog').evaluate((panel) => panel.getBoundingClientRect().width)).toBe(width)
    await page.context().close()
  })
})
