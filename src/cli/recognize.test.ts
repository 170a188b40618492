import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { runRecognize } from './recognize.ts'

let folder: string
let printed = ''
let complained = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'baton-recognize-'))
  cpSync('src/seed/blank', folder, { recursive: true })
  writeFileSync(
    path.join(folder, 'topics/Returns.mcs.yml'),
    'mcs.metadata:\n  componentName: Returns\nkind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  intent:\n    triggerQueries:\n      - Good evening\n      - I want my money back\n  actions: []\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

async function run(...args: string[]): Promise<number> {
  printed = ''
  complained = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true))
  return runRecognize(args)
}

describe('baton recognize --lint', () => {
  it('says what to change about the phrases, and fails when one is in two topics', async () => {
    expect(await run('--lint', folder)).toBe(1)
    expect(printed).toMatch(/^New copilot: 6 topics, 33 phrases, understood by meaning\. Left out of training, \d+% of its phrases are still recognised\./)
    expect(printed).toContain('is a phrase of')
    expect(printed).toContain('Returns has 2 phrases. Five to ten different ones work well.')
  })

  it('gives the same as data', async () => {
    await run('--lint', folder, '--json')
    expect(JSON.parse(printed)).toMatchObject({ stage: 'learnt', topics: 6, meaning: true, findings: expect.arrayContaining([expect.objectContaining({ kind: 'same-phrase' })]) })
  })

  it('explains what a sentence would start', async () => {
    expect(await run('--lint', folder, '--ask', 'please give me back my money')).toBe(0)
    expect(printed).toMatch(/^New copilot: starts Returns\n {2}by the same words/)
    expect(printed).toContain('like the phrase "I want my money back" of Returns')
    await run('--lint', folder, '--ask', 'how deep is the ocean')
    expect(printed).toContain('no topic fits: fallback')
  })

  it.each([
    [['--lint'], 2, '--lint needs a value'],
    [['--ask', 'hello'], 2, '--ask needs --lint'],
    [[], 2, 'Both --train and --test are needed, or --lint.'],
    [['--lint', '/nowhere/at/all'], 1, '/nowhere/at/all'],
  ])('says what is wrong with %j', async (args, code, words) => {
    expect(await run(...args)).toBe(code)
    expect(complained).toContain(words)
  })
})
