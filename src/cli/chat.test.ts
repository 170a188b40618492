import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Activity } from '../contracts/activity.ts'
import { readHandoff } from '../dialog/index.ts'
import { documents } from '../knowledge/fixtures/documents.ts'
import { runChat } from './chat.ts'

const seed = path.resolve(import.meta.dirname, '../seed/contoso-support')
const blank = path.resolve(import.meta.dirname, '../seed/blank')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-chat-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Plays the lines and gives back what was printed. */
async function play(lines: string[], args: string[] = [], copilot = seed) {
  const script = path.join(folder, 'turns.txt')
  await writeFile(script, lines.join('\n'))
  const out: string[] = []
  const err: string[] = []
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0)
  try {
    const code = await runChat([copilot, '--script', script, ...args])
    return { code, text: out.join(''), errors: err.join(''), activities: out.join('').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Activity) }
  } finally {
    stdout.mockRestore()
    stderr.mockRestore()
  }
}
const texts = (activities: Activity[]) => activities.map((activity) => activity.text ?? activity.name ?? activity.type)

describe('the Contoso Support copilot', () => {
  it('tells the store hours, asks for the shop, and hands over in the middle of a question', async () => {
    const { code, activities } = await play(['store hours', 'the station', 'where is my order', 'I want to talk to a person'])
    expect(code).toBe(0)
    expect(texts(activities).slice(1)).toEqual([
      'Which of our shops do you mean?',
      'Central Station is open every day from 7 to 22.',
      'Is there anything else you would like to know?',
      'What is your order number? It is on the receipt and has five digits.',
      'One moment, I am connecting you with a colleague. They can read what we wrote, so you need not repeat it.',
      'handoff.initiate',
    ])
    const handoff = activities.map(readHandoff).find(Boolean)
    expect(handoff).toMatchObject({ lastTopic: 'Escalate', topics: ['Store hours', 'Order status', 'Escalate'], variables: { Store: 'Central Station' } })
    expect(handoff?.transcript.map((activity) => activity.text)).toContain('where is my order')
    expect(handoff?.transcript.at(-1)?.text).toContain('One moment')
    expect(handoff?.messageToAgent).toContain('I want to talk to a person')
  })

  it('takes an order through to the end', async () => {
    const { activities } = await play(['where is my order 10442', 'ana@example.com', 'it arrived broken', 'no thanks'])
    expect(texts(activities).slice(1)).toEqual([
      'And the e-mail address you ordered with?',
      'Order 10442 is packed and leaves our warehouse on 6 January 2026.',
      'Is something wrong with the delivery?',
      'I am sorry about that. Shall I bring in a colleague who can put it right?',
      'All right. I have noted "It is damaged" for order 10442.',
    ])
  })

  it('sends a billing question to the billing team', async () => {
    const { activities } = await play(['I was charged twice', 'there are two payments for May', 'yes please'])
    expect(activities.map(readHandoff).find(Boolean)?.variables).toMatchObject({ Department: 'Billing', BillingQuestion: 'there are two payments for May', WantsBillingTeam: true })
  })

  it('escalates at the third thing it does not understand', async () => {
    const { activities } = await play(['qwertz', 'asdf', 'yxcv'])
    expect(texts(activities).slice(-2)).toEqual([expect.stringContaining('One moment'), 'handoff.initiate'])
  })

  it('reminds and closes on the hub only', async () => {
    expect(texts((await play(['hello', '/wait 120'])).activities).at(-1)).toContain('still there')
    expect(texts((await play(['hello', '/wait 400'])).activities).slice(-2)).toEqual([expect.stringContaining('close this chat'), 'endOfConversation'])
    expect((await play(['hello', '/wait 4000'], ['--channel', 'directline'])).activities).toHaveLength(2)
  })

  it('says goodbye with a rating', async () => {
    const { activities } = await play(['bye', 'yes', 'yes', '5'])
    expect(texts(activities).slice(1)).toEqual(['Shall we end our chat here?', 'Did you get what you needed?', expect.stringContaining('1 (poor)'), 'Thank you, that helps us. Have a good day!', 'endOfConversation'])
  })

  it('starts over and forgets', async () => {
    const { activities } = await play(['I was charged twice', 'start over', 'yes', 'talk to a person'])
    expect(texts(activities)).toContain('We begin again. What can I do for you?')
    expect(activities.map(readHandoff).find(Boolean)?.variables).not.toHaveProperty('Department')
  })

  it('offers topics to choose from when several fit', async () => {
    const { activities } = await play(['I was charged twice for my order status'], ['--trace'])
    expect(activities.length).toBeGreaterThan(1)
  })

  it('knows the customer the page names', async () => {
    const { activities } = await play(['/event pvaSetContext {"CustomerName":"Renata"}', 'hello'])
    expect(activities.length).toBeGreaterThan(0)
  })
})

describe('the blank template', () => {
  it('greets, does not understand, and says that no person can be reached', async () => {
    const { activities } = await play(['talk to a person', 'qwertz'], [], blank)
    expect(texts(activities)).toEqual(['Hello, I am New copilot. What can I do for you?', expect.stringContaining('cannot connect you'), expect.any(String)])
  })
})

describe('a copilot with files', () => {
  const withFiles = async () => {
    const copilot = path.join(folder, 'with-files')
    await cp(blank, copilot, { recursive: true })
    await mkdir(path.join(copilot, 'knowledge/files'), { recursive: true })
    for (const [name, text] of Object.entries(documents)) await writeFile(path.join(copilot, 'knowledge/files', name), text)
    return copilot
  }

  it('answers from them offline, and says where it knows it from', async () => {
    const { activities, text } = await play(['How many days do I have to return an item?', 'what is the meaning of life'], ['--trace'], await withFiles())
    expect(text).toContain('"mode":"extractive"')
    const said = activities.filter(({ type }) => type === 'message').map((activity) => activity.text)
    expect(said[1]).toMatch(/^You can send back anything .* within 45 days .* \[1\]\n\n\[1\]: cite:1 "returns\.md"$/)
    expect(said[2]).not.toContain('[1]')
  }, 60_000)

  it('lets a model word the answer', async () => {
    const asked: string[] = []
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += String(part)
      asked.push(body)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ choices: [{ message: { content: body.includes('<source') ? 'Up to 45 days [1].' : 'days to return an item' } }] }))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
      const { activities } = await play(['How many days do I have to return an item?'], ['--model-url', url, '--model-name', 'tiny', '--model-key', 'k'], await withFiles())
      expect(activities.at(-1)?.text).toBe('Up to 45 days [1].\n\n[1]: cite:1 "returns.md"')
      expect(asked).toHaveLength(2)
    } finally {
      server.close()
    }
    expect((await play([], ['--model-url', 'http://localhost/v1'])).code).toBe(2)
  }, 60_000)
})

describe('baton chat', () => {
  it('prints the same lines on every run', async () => {
    const lines = ['hello', 'store hours', 'hm', 'harbour', 'qqq', 'thanks', 'agent please']
    expect((await play(lines)).text).toBe((await play(lines)).text)
  })

  it('prints why things happen with --trace', async () => {
    const { text } = await play(['store hours'], ['--trace'])
    expect(text).toContain('"kind":"trigger"')
    expect(text).toContain('"nodeId":"question_store1"')
  })

  it('prints it in words for a person who types', async () => {
    const out: string[] = []
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
    const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Object.assign(Readable.from(['store hours\n', 'the station\n']), { fd: 0 }) as unknown as typeof process.stdin)
    try {
      expect(await runChat([seed, '--trace'])).toBe(0)
    } finally {
      stdout.mockRestore()
      stdin.mockRestore()
    }
    expect(out.join('')).toContain('· topic "Store hours" starts (OnRecognizedIntent): what was said is like "')
    expect(out.join('')).toContain('  Question question_store1')
    expect(out.join('')).toMatch(/Topic\.\w+ = "Central Station"/)
  })

  it('says what is wrong with how it is called', async () => {
    expect(await play([], ['--nonsense'])).toMatchObject({ code: 2, errors: expect.stringContaining('--nonsense') })
    expect(await play([], ['--channel'])).toMatchObject({ code: 2 })
    expect(await play([], [], path.join(folder, 'nothing-here'))).toMatchObject({ code: 1, text: '' })
  })
})
