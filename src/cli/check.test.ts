import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { CheckResult } from '../topics/index.ts'
import { runCheck } from './check.ts'

const corpus = resolve(import.meta.dirname, '../../../shared/corpus')
const folder = mkdtempSync(join(tmpdir(), 'baton-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const good = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main\n  actions:\n    - kind: SendActivity\n      id: a\n      activity: Hi\n'
const bad = good.replace('id: a', 'id: a\n      activty: Ho').replace('activity: Hi', '')

describe('baton check', () => {
  it('is quiet about a good topic', async () => {
    const { code, result } = await checkJson(write('good.mcs.yml', good))
    expect([code, result]).toEqual([0, { documents: 1, diagnostics: [], kinds: { AdaptiveDialog: 1, OnRedirect: 1, SendActivity: 1 } }])
  })

  it('names file, line and column, and exits with 1', async () => {
    const path = write('bad.mcs.yml', bad)
    const { code, result } = await checkJson(path)
    expect(code).toBe(1)
    expect(result.diagnostics[0]).toMatchObject({ severity: 'error', code: 'MissingRequiredProperty', file: path, line: 6, column: 7, nodeId: 'a' })
    const { out } = await check(path)
    expect(out).toContain(`${path}:6:7  error  MissingRequiredProperty  (a)`)
    expect(out).toMatch(/Try: .+\n/)
    expect(out).toMatch(/1 documents with 3 elements of 3 kinds: 1 error, 1 warning\.\n$/)
  })

  it('lets warnings pass', async () => {
    expect((await check(write('warn.yml', good.replace('activity: Hi', 'activity: Hi\n      extra: 1')))).code).toBe(0)
  })

  it('takes folders of topics, workspaces inside folders, and several paths', async () => {
    write('many/loose/one.yml', good)
    write('many/shop/settings.mcs.yml', 'schemaName: shop_bot\nname: Shop\n')
    write('many/shop/topics/Main.mcs.yml', good.replace('OnRedirect', 'OnUnknownIntent').replace('kind: SendActivity', 'kind: BeginDialog').replace('activity: Hi', 'dialog: shop_bot.topic.Gone'))
    const { code, result } = await checkJson(join(folder, 'many'), write('extra.yml', good))
    expect(code).toBe(1)
    expect(result.documents).toBe(3)
    expect(result.diagnostics).toMatchObject([{ code: 'NotFound', file: join(folder, 'many/shop/topics/Main.mcs.yml') }])
  })

  it('says what is wrong with a zip that is none', async () => {
    const { code, result } = await checkJson(write('fake.zip', 'hello'))
    expect([code, result.diagnostics[0]?.code]).toEqual([1, 'INVALID_PACKAGE'])
  })

  it('explains itself when it is called wrongly', async () => {
    for (const args of [[], ['--frobnicate', 'x'], [join(folder, 'nowhere')]]) expect((await check(...args)).code).toBe(2)
    expect((await check()).err).toMatch(/baton check <path>/)
  })
})

describe.skipIf(!existsSync(corpus))('baton check on real copilots (needs ../shared/corpus)', () => {
  it('finds in the solutions nothing that blocks publishing', async () => {
    const { code, result } = await checkJson(join(corpus, 'solutions'))
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect([code, result.documents]).toEqual([0, 60])
  })

  it('doubts nothing that is right: each of these was looked at', async () => {
    const { result } = await checkJson(join(corpus, 'solutions'), join(corpus, 'workspaces'), join(corpus, 'topics'))
    // What waits for other parts of Baton is not the checker's opinion of a document.
    const others = /^(ElementNotSupported|InvalidYaml|DisplayNameWithPeriod|DuplicateItem|PropertyNotSupported|Connection|Flow|Skill|Knowledge|InvalidContent)/
    const found = result.diagnostics.filter(({ severity, code }) => severity !== 'error' && !others.test(code)).map(({ code, file, line }) => `${code} ${file.split('/').findLast((part) => part !== 'data')}:${line}`)
    expect(found.toSorted()).toEqual([
      // Variables of an error topic that nothing fills.
      'IdentifierNotRecognized ErrorHandler.mcs.yml:12',
      'IdentifierNotRecognized ErrorHandler.mcs.yml:18',
      // A sign-in node in a copilot whose customers sign in through Teams.
      'ManualAuthenticationInputNotEnabled SignInFlow.mcs.yml:15',
      // May interrupt, and was deleted.
      'NotFound cr32d_contosoAgent.topic.Escalate:106',
      // Waits for a redirect, and the only other topics lead elsewhere.
      'UnreachableTopic RedirectTarget.mcs.yml:5',
      // Set once, and read nowhere.
      'UnusedVariable Goodbye.mcs.yml:26',
      'UnusedVariable NoNameThankYou.mcs.yml:17',
      'UnusedVariable NoNameThankYou.mcs.yml:22',
      'UnusedVariable ThankYou.mcs.yml:20',
      'UnusedVariable ThankYou.mcs.yml:25',
      'UnusedVariable crf88_agent.topic.FeedbackHelper-Core-:11',
    ])
  })

  it('finds in workspaces and topics exactly what is wrong with them', async () => {
    const { result } = await checkJson(join(corpus, 'workspaces'), join(corpus, 'topics'))
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error').map(({ file, line, column, code }) => `${file.slice(corpus.length + 1)}:${line}:${column} ${code}`)
    expect(errors.toSorted()).toEqual([
      // Text in single quotes, which in formulas are names.
      'topics/templates/conversation-init.topic.mcs.yml:33:19 IdentifierNotRecognized',
      // Comments that start with // in a YAML file.
      'topics/templates/global-variable.variable.mcs.yml:12:1 InvalidYaml',
      'topics/templates/question-topic.topic.mcs.yml:35:42 IdentifierNotRecognized',
      'topics/templates/question-topic.topic.mcs.yml:42:42 IdentifierNotRecognized',
      // Wrapped in a Markdown fence.
      'workspaces/all-the-things/actions/RunComplianceFlow.mcs.yml:1:1 InvalidYaml',
      // Quotes inside quotes.
      'workspaces/all-the-things/topics/LoopAndBranch.mcs.yml:17:18 InvalidYaml',
    ])
  })
})

function write(path: string, text: string): string {
  const at = join(folder, path)
  mkdirSync(dirname(at), { recursive: true })
  writeFileSync(at, text)
  return at
}

async function check(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true)),
  ]
  try {
    const code = await runCheck(args)
    return { code, ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

async function checkJson(...paths: string[]): Promise<{ code: number; result: CheckResult }> {
  const { code, out } = await check(...paths, '--json')
  return { code, result: JSON.parse(out) as CheckResult }
}
