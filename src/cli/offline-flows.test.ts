import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Activity } from '../contracts/activity.ts'
import { runChat } from './chat.ts'
import { readFlows } from './offline-flows.ts'

const topic = `kind: AdaptiveDialog
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent:
    displayName: Device check
    triggerQueries: [check my device]
  actions:
    - kind: InvokeFlowAction
      id: flow1
      flowId: 4527D3DE-ecfe-4498-9036-980d4c95e5e2
      input:
        binding:
          text: L-42
      output:
        binding:
          compliant: Topic.Ok
    - kind: InvokeConnectorAction
      id: c1
      connectionReference: shop.shared_office365.1
      operationId: SendEmailV2
      output:
        binding:
          id: Topic.Mail
      errorHandling:
        kind: ContinueOnErrorBehavior
        statusCode: Topic.Status
    - kind: SendActivity
      id: a
      activity: "compliant {Topic.Ok}, mail {Topic.Mail}{Topic.Status}"
`
const asked: unknown[] = []
const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += String(part)
  asked.push(JSON.parse(body))
  response.end(JSON.stringify({ compliant: true }))
})
let folder = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  folder = await mkdtemp(path.join(tmpdir(), 'baton-flows-'))
  await cp(path.resolve(import.meta.dirname, '../seed/blank'), path.join(folder, 'copilot'), { recursive: true })
  await writeFile(path.join(folder, 'copilot/topics/DeviceCheck.mcs.yml'), topic)
  await writeFile(path.join(folder, 'turns.txt'), 'check my device\n')
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function play(flows: unknown) {
  const file = path.join(folder, 'flows.json')
  if (flows !== undefined) await writeFile(file, typeof flows === 'string' ? flows : JSON.stringify(flows))
  const out: string[] = []
  const err: string[] = []
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0)
  try {
    const code = await runChat([path.join(folder, 'copilot'), '--script', path.join(folder, 'turns.txt'), '--trace', ...(flows === undefined ? [] : ['--flows', file])])
    const lines = out.join('').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Activity)
    return { code, errors: err.join(''), said: lines.findLast((line) => line.type === 'message')?.text, trace: out.join('') }
  } finally {
    stdout.mockRestore()
    stderr.mockRestore()
  }
}

describe('a chat without a server', () => {
  it('runs flows and connectors with the outputs of a file', async () => {
    expect(await play({ '4527d3de-ecfe-4498-9036-980d4c95e5e2': { compliant: false }, 'shop.shared_office365.1/SendEmailV2': { id: 7 } })).toMatchObject({ code: 0, said: 'compliant false, mail 7' })
  })

  it('or with an address, and plays error branches', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect(await play({ '4527D3DE-ecfe-4498-9036-980d4c95e5e2': url, 'shop.shared_office365.1': { $status: 404 } })).toMatchObject({ said: 'compliant true, mail 404' })
    expect(asked).toMatchObject([{ flowId: '4527D3DE-ecfe-4498-9036-980d4c95e5e2', inputs: { text: 'L-42' } }])
  })

  it('finds a connector by its operation alone, and answers prompts', async () => {
    expect(await play({ '4527d3de-ecfe-4498-9036-980d4c95e5e2': { compliant: true }, SendEmailV2: { id: 8 } })).toMatchObject({ said: 'compliant true, mail 8' })
    const file = path.join(folder, 'prompts.json')
    await writeFile(file, JSON.stringify({ 'P-1': { text: 'in short' }, 'P-2': { city: 'Oslo' } }))
    const { prompt } = await readFlows(file)
    expect([prompt('p-1'), prompt('P-2'), prompt('P-3')]).toEqual([{ type: 'model', text: 'in short' }, { type: 'model', text: '{"city":"Oslo"}' }, undefined])
  })

  it('says what is missing in the file, and what is wrong with it', async () => {
    expect((await play({})).trace).toMatch(/FlowActionException.*has no entry \\"4527D3DE-/)
    expect((await play(undefined)).trace).toMatch(/FlowActionException.*--flows flows\.json/)
    expect(await play('{')).toMatchObject({ code: 1, errors: expect.stringContaining('flows.json is not JSON') })
    expect(await play({ x: 5 })).toMatchObject({ code: 1, errors: expect.stringContaining('"x" is neither an http address nor an object') })
  })
})
