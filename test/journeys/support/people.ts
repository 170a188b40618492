import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { World } from './world.ts'

/** A customer on the shop's page with the chat open. */
export async function customer(world: World, options: { at?: string } = {}) {
  const page = await world.person()
  await page.goto(options.at ?? world.shopUrl)
  await page.getByRole('button', { name: 'Open chat' }).click()
  const log = page.getByRole('log')
  await log.waitFor()
  return {
    page,
    log,
    async say(text: string) {
      await page.getByRole('textbox', { name: 'Your message' }).fill(text)
      await page.keyboard.press('Enter')
      await sees(log, text)
    },
    sees: (text: string | RegExp) => sees(log, text),
    /** How often the words stand in the chat. */
    count: async (text: string) => (await log.innerText()).split(text).length - 1,
  }
}

/** An agent at the desk, set to available. */
export async function agent(world: World, userId: 'user_ana' | 'user_bo') {
  const page = await world.signedIn(userId, '/desk')
  const offer = page.getByRole('article', { name: /^Incoming conversation/ })
  const log = page.getByRole('log')
  await page.getByRole('button', { name: /Available|Presence/ }).first().waitFor()
  return {
    page,
    offer,
    log,
    async accept() {
      await offer.getByRole('button', { name: 'Accept' }).click()
      await log.waitFor()
    },
    async say(text: string) {
      await page.getByRole('textbox', { name: /^Message to/ }).fill(text)
      await page.keyboard.press('Enter')
      await sees(log, text)
    },
    sees: (text: string | RegExp) => sees(log, text),
    count: async (text: string) => (await log.innerText()).split(text).length - 1,
  }
}

export async function sees(where: Locator, text: string | RegExp): Promise<void> {
  await where.getByText(text).first().waitFor()
}

/** A call of the signed-in person's page to the server. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ([verb, url, text]) => {
      const response = await fetch(url!, { method: verb!, ...(text ? { headers: { 'content-type': 'application/json' }, body: text } : {}) })
      return { status: response.status, text: await response.text() }
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)],
  )
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300)
  return (answer.text ? JSON.parse(answer.text) : undefined) as T
}
