import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { agent, call, customer, sees } from './support/people.ts'
import { openWorld, picture, type World } from './support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world?.close())

const welcome = 'Hello, this is Contoso Support.'
const realWorkspace = path.resolve(import.meta.dirname, '../../../shared/corpus/workspaces/local-workspace')

describe('a maker', () => {
  it('has the inactivity topic close an idle conversation on the hub (S9.5)', async () => {
    const mia = await openCopilot('Contoso Support')
    await editTopic(mia, 'Session Timeout', (text) => text.replace(/durationInSeconds: .*/, 'durationInSeconds: 3'))
    await publish(mia)

    const sam = await world.signedIn('user_sam', '/supervisor')
    const kim = await customer(world)
    await kim.sees(welcome)
    await kim.say('store hours')
    await sam.getByRole('row', { name: /Customer/ }).first().waitFor()
    await kim.sees('so I close this chat')
    await sees(kim.page.locator('body'), 'This chat has ended.')
    await expect.poll(() => sam.getByRole('row', { name: /Customer/ }).count(), { timeout: 20_000 }).toBe(0)
    await picture(sam, 'supervisor-after-timeout')
    await picture(kim.page, 'customer-timed-out')
  })

  it('writes a formula with suggestions, publishes it, and sees it work in the test chat', async () => {
    const mia = await openCopilot('Contoso Support')
    await editTopic(mia, 'Goodbye', (text) => text.replace(/\n {2}actions:\n[^]*$/, '\n  actions:\n'), async () => {
      const editor = mia.getByRole('textbox', { name: 'YAML of Goodbye' })
      const suggestions = mia.getByRole('listbox', { name: 'Suggestions' })
      await editor.press('Control+End')
      await mia.keyboard.type('    - kind: SetVar')
      await suggestions.getByRole('option', { name: /^SetVariable/ }).waitFor()
      await mia.keyboard.press('Enter')
      await mia.keyboard.type('\nid: set_words\nvariable: Topic.Words\nvalue: =Upp')
      await suggestions.getByRole('option', { name: /^Upper/ }).waitFor()
      await picture(mia, 'studio-suggestions')
      await mia.keyboard.press('Enter')
      // Which argument is being written.
      await sees(mia.locator('body'), 'Capital letters.')
      await mia.keyboard.type('System.Bot.')
      await suggestions.getByRole('option', { name: /^Name/ }).waitFor()
      await mia.keyboard.type('Na')
      await mia.keyboard.press('Tab')
      await mia.keyboard.type(')')
      await mia.keyboard.press('Enter')
      await mia.keyboard.press('Backspace')
      await mia.keyboard.press('Backspace')
      await mia.keyboard.type('- kind: SendActivity\nid: say_words\nactivity: Bye from {Wor')
      await suggestions.getByRole('option', { name: /^Topic\.Words/ }).waitFor()
      await mia.keyboard.press('Enter')
      await mia.keyboard.type('}!')
      const text = await editor.inputValue()
      expect(text).toContain('value: =Upper(System.Bot.Name)\n')
      expect(text).toMatch(/activity: Bye from \{Topic\.Words\}!$/)
      await mia.getByText(/^Checker: (?!.*error)/).waitFor()
    })
    await publish(mia)
    await mia.getByRole('button', { name: 'Test', exact: true }).click()
    const chat = mia.getByRole('log', { name: 'Test conversation' })
    await sees(chat, welcome)
    await mia.getByRole('textbox', { name: 'Write to the copilot' }).fill('goodbye')
    await mia.keyboard.press('Enter')
    await sees(chat, 'Bye from CONTOSO SUPPORT!')
    // The open topic shows where the conversation is.
    await mia.waitForURL(/topic\.Goodbye\?node=say_words/)
    await mia.getByRole('switch', { name: 'Track between topics' }).click()
    await mia.getByRole('textbox', { name: 'Write to the copilot' }).fill('where is my order')
    await mia.keyboard.press('Enter')
    await mia.waitForURL(/topic\.OrderStatus\?node=/)
    await mia.getByRole('tab', { name: 'What happened' }).click()
    await mia.getByText('1 node ran').last().click()
    await mia.getByRole('link', { name: /^question_/ }).last().waitFor()
    await picture(mia, 'studio-formula-works')
  })

  it('disconnects the copilot: traffic stops at once; connecting again restores it', async () => {
    const kim = await customer(world)
    await kim.sees(welcome)
    const mia = await openCopilot('Contoso Support')
    await mia.getByRole('link', { name: 'Agent transfers' }).click()
    await mia.getByText('Omnichannel', { exact: true }).first().click()
    await mia.getByRole('button', { name: 'Disconnect' }).click()
    await picture(mia, 'studio-disconnect')
    await mia.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
    await mia.getByRole('button', { name: 'Connect again' }).waitFor()

    await kim.sees(/You keep your place/)
    const lines = await kim.log.innerText()
    await kim.say('store hours')
    await kim.page.waitForTimeout(1500)
    expect((await kim.log.innerText()).replace(lines, '')).not.toContain('Which of our shops do you mean')
    const lee = await customer(world)
    await lee.sees(/You keep your place/)
    expect(await lee.count(welcome)).toBe(0)

    await mia.getByRole('button', { name: 'Connect again' }).click()
    await mia.getByRole('button', { name: 'Disconnect' }).waitFor()
    const max = await customer(world)
    await max.sees(welcome)
  })

  it('is told why a name of more than 30 characters cannot be connected (S5)', async () => {
    const mia = await world.signedIn('user_mia', '/studio')
    const { id } = await call<{ id: string }>(mia, 'POST', '/api/studio/copilots', { name: 'A copilot whose name is far too long' })
    await mia.goto(`${world.url}/studio/copilots/${id}/settings/agent-transfers`)
    await mia.getByText('Omnichannel', { exact: true }).first().click()
    await sees(mia.getByRole('dialog'), /30 characters/)
    expect(await mia.getByRole('button', { name: 'Connect', exact: true }).isDisabled()).toBe(true)
    await picture(mia, 'studio-name-too-long')
  })

  it("puts the studio's own embed code on a page, which says that no person can be reached (S7)", async () => {
    const mia = await world.signedIn('user_mia', '/studio')
    const [copilot] = await call<{ id: string }[]>(mia, 'GET', '/api/studio/copilots')
    const kim = await customer(world, { at: `${world.shopUrl}/studio-embed/${copilot!.id}` })
    await kim.sees(welcome)
    await sees(kim.page.locator('body'), /[Nn]o person can be reached/)
    await kim.say('talk to a person')
    await kim.sees('No person can be reached in this chat. It talks to the copilot alone.')
    await kim.say('store hours')
    await kim.sees('Which of our shops do you mean')
  })

  it.skipIf(!fs.existsSync(realWorkspace))('imports a real copilot, adds a transfer node, publishes, connects, and it is handed off', async () => {
    const mia = await world.signedIn('user_mia', '/studio')
    await mia.getByRole('button', { name: 'Import' }).click()
    await mia.getByTestId('solution-file').setInputFiles(await zipOf(realWorkspace))
    await mia.getByRole('dialog').getByRole('button', { name: 'Close' }).last().waitFor({ timeout: 40_000 })
    await picture(mia, 'studio-import-report')
    await mia.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    const imported = (await call<{ id: string; name: string; topics: number }[]>(mia, 'GET', '/api/studio/copilots')).find((copilot) => copilot.name !== 'Contoso Support')!
    expect(imported.topics).toBeGreaterThan(10)

    await mia.goto(`${world.url}/studio/copilots/${imported.id}/topics`)
    await editTopic(mia, 'Escalate', undefined, async () => {
      await mia.getByRole('textbox').last().press('Control+End')
      await mia.getByRole('button', { name: 'Add node' }).click()
      await mia.getByRole('menuitem', { name: 'Transfer conversation' }).click()
      await mia.waitForTimeout(300)
    })
    await picture(mia, 'studio-transfer-node')
    await publish(mia)
    await mia.getByRole('link', { name: 'Agent transfers' }).click()
    await mia.getByText('Omnichannel', { exact: true }).first().click()
    await mia.getByRole('button', { name: 'Connect', exact: true }).click()
    await mia.getByRole('button', { name: 'Disconnect' }).waitFor()
    const overview = await call<{ workstreams: { id: string }[] }>(mia, 'GET', '/api/admin/overview')
    const { id, ...workstream } = overview.workstreams[0]!
    await call(mia, 'PUT', `/api/admin/workstreams/${id}`, { ...workstream, copilotId: imported.id })

    const ana = await agent(world, 'user_ana')
    const kim = await customer(world)
    await kim.say('talk to a person')
    await ana.offer.waitFor()
    await ana.accept()
    await ana.sees('talk to a person')
    await kim.sees('Ana Costa has joined the conversation.')
    await ana.say('Good that you ask.')
    await kim.sees('Good that you ask.')
    await picture(ana.page, 'desk-imported-copilot')
  })
})

async function openCopilot(name: string): Promise<Page> {
  const mia = await world.signedIn('user_mia', '/studio')
  await mia.getByRole('link', { name }).first().click()
  return mia
}

/** Opens the topic, changes its text (or does `act` in the editor), and saves. */
async function editTopic(page: Page, name: string, change?: (text: string) => string, act?: () => Promise<void>) {
  await page.getByRole('link', { name: /^Topics/ }).first().click()
  await page.getByRole('link', { name, exact: true }).click()
  const editor = page.getByRole('textbox').last()
  await editor.waitFor()
  if (change) {
    const before = await editor.inputValue()
    const after = change(before)
    expect(after).not.toBe(before)
    await editor.fill(after)
  }
  await act?.()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Publish to bring it to customers').waitFor()
}

async function publish(page: Page) {
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
}

function zipOf(folder: string): Promise<string> {
  const zip = new yazl.ZipFile()
  for (const file of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue
    const full = path.join(file.parentPath, file.name)
    zip.addFile(full, path.relative(folder, full).split(path.sep).join('/'))
  }
  zip.end()
  const target = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'baton-zip-')), 'workspace.zip')
  return new Promise((resolve, reject) => {
    zip.outputStream.pipe(fs.createWriteStream(target)).on('close', () => resolve(target)).on('error', reject)
  })
}
