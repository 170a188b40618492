import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { limits, readZip } from './files.ts'
import { readPackage, readPackageBytes } from './read-package.ts'

const corpus = resolve(import.meta.dirname, '../../../shared/corpus')
const scratch = mkdtempSync(join(tmpdir(), 'baton-package-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const topic = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main\n'
const manifest = (managed = '') =>
  `<ImportExportXml><SolutionManifest><UniqueName>Shop</UniqueName><Version>1.2</Version>${managed}<Publisher><UniqueName>Pub</UniqueName><CustomizationPrefix>shop</CustomizationPrefix></Publisher><RootComponents /></SolutionManifest></ImportExportXml>`
const row = (schemaName: string, inside = '') =>
  `<botcomponent schemaname="${schemaName}"><componenttype>9</componenttype><name>${schemaName.split('.').at(-1)}</name><parentbotid><schemaname>shop_bot</schemaname></parentbotid>${inside}</botcomponent>`
const bot = (inside = '') => `<bot schemaname="shop_bot"><name>Shop &amp; more</name><language>1031</language><authenticationmode>1</authenticationmode><template>default-2.1.0</template>${inside}</bot>`
const solution = (more: Record<string, string | Uint8Array> = {}): Record<string, string | Uint8Array> => ({
  'solution.xml': manifest(),
  'bots/shop_bot/bot.xml': bot(),
  'bots/shop_bot/configuration.json': '\uFEFF{"$kind":"BotConfiguration","settings":{"GenerativeActionsEnabled":false}}',
  'botcomponents/shop_bot.topic.Hours/botcomponent.xml': row('shop_bot.topic.Hours'),
  'botcomponents/shop_bot.topic.Hours/data': topic,
  ...more,
})

describe('an exported solution', () => {
  it('becomes a copilot', async () => {
    const { copilots, solution: read, preserved } = await readPackageBytes(await zip(solution()), 'shop.zip')
    expect(read).toMatchObject({ uniqueName: 'Shop', version: '1.2', managed: false, prefix: 'shop' })
    expect(copilots).toMatchObject([{ schemaName: 'shop_bot', name: 'Shop & more', locale: 'de-DE', authenticationMode: 'None', configuration: { settings: { GenerativeActionsEnabled: false } } }])
    expect(copilots[0]?.components).toMatchObject([{ schemaName: 'shop_bot.topic.Hours', kind: 'topic', name: 'Hours', text: topic, state: 'on' }])
    expect(preserved.map(({ path }) => path)).toEqual(['solution.xml', 'bots/shop_bot/bot.xml', 'bots/shop_bot/configuration.json'])
  })

  it('keeps what it does not know byte for byte', async () => {
    const bytes = new Uint8Array([0, 255, 1, 2, 200])
    const { preserved } = await readPackageBytes(await zip(solution({ 'Things/odd.bin': bytes })), 'shop.zip')
    expect(preserved.find(({ path }) => path === 'Things/odd.bin')?.bytes).toEqual(bytes)
  })

  it('imports everything but a document that is broken, and says where', async () => {
    const files = solution({ 'botcomponents/shop_bot.topic.Bad/botcomponent.xml': row('shop_bot.topic.Bad'), 'botcomponents/shop_bot.topic.Bad/data': 'kind: "AdaptiveDialog\n' })
    const { copilots, diagnostics } = await readPackageBytes(await zip(files), 'shop.zip')
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'InvalidYaml', file: 'botcomponents/shop_bot.topic.Bad/data', line: 2 }])
    expect(copilots[0]?.components.map(({ schemaName }) => schemaName)).toEqual(['shop_bot.topic.Hours', 'shop_bot.topic.Bad'])
  })

  it('reads rows whatever their case, switched-off topics, files, and parents', async () => {
    const files = solution({
      'bots/shop_bot/bot.xml': '<Bot SchemaName="shop_bot"><Name>Thin</Name></Bot>',
      'botcomponents/shop_bot.topic.Off/botcomponent.xml': row('shop_bot.topic.Off', '<statecode>1</statecode>'),
      'botcomponents/shop_bot.topic.Off/data': topic,
      'botcomponents/opaque_name/botcomponent.xml':
        '<botcomponent schemaname="opaque_name"><componenttype>14</componenttype><name>a b.txt</name><parentbotcomponentid><schemaname>shop_bot.topic.Hours</schemaname></parentbotcomponentid></botcomponent>',
      'botcomponents/opaque_name/filedata/a%20b.txt': 'hello',
    })
    const { copilots } = await readPackageBytes(await zip(files), 'shop.zip')
    expect(copilots[0]?.name).toBe('Thin')
    expect(copilots[0]?.components.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['topic on', 'topic off', 'file on'])
    expect(new TextDecoder().decode(copilots[0]?.components[2]?.blob)).toBe('hello')
  })

  it('reports XML and JSON that are broken, with their place, and goes on', async () => {
    const files = solution({ 'botcomponents/shop_bot.topic.Hours/botcomponent.xml': '<botcomponent>\n<name>x</botcomponent>', 'bots/shop_bot/configuration.json': '{\n "a": [1,\n "b' })
    const { copilots, diagnostics } = await readPackageBytes(await zip(files), 'shop.zip')
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['InvalidJson 3', 'InvalidXml 2'])
    expect(copilots[0]?.components[0]?.schemaName).toBe('shop_bot.topic.Hours')
  })

  it('expands no entities of the document’s own', async () => {
    const evil = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><bot schemaname="shop_bot"><name>&b;</name></bot>'
    const { copilots, diagnostics } = await readPackageBytes(await zip(solution({ 'bots/shop_bot/bot.xml': evil })), 'shop.zip')
    expect(diagnostics).toMatchObject([{ code: 'InvalidXml', line: 1 }])
    expect(copilots[0]?.name).toBe('shop_bot')
  })

  it('is found one folder further down, and in the layout of the solution packager', async () => {
    const prefixed = Object.fromEntries(Object.entries(solution()).map(([path, text]) => [`export/${path}`, text]))
    expect((await readPackageBytes(await zip(prefixed), 'x')).copilots).toHaveLength(1)
    const { 'solution.xml': xml, ...rest } = solution()
    expect((await readPackageBytes(await zip({ ...rest, 'Other/Solution.xml': xml ?? '' }), 'x')).solution?.uniqueName).toBe('Shop')
  })

  it('is managed only when it says so', async () => {
    const read = async (managed: string) => (await readPackageBytes(await zip(solution({ 'solution.xml': manifest(managed) })), 'x')).solution?.managed
    expect([await read(''), await read('<Managed>0</Managed>'), await read('<Managed>1</Managed>')]).toEqual([false, false, true])
  })
})

describe('a workspace', () => {
  const workspace = {
    'settings.mcs.yml': 'schemaName: shop_bot\nname: Shop\nlanguage: 1033\nauthenticationMode: Integrated\nconfiguration:\n  settings:\n    GenerativeActionsEnabled: true\n',
    'agent.mcs.yml': 'displayName: Helper\ninstructions: Be kind.\n',
    'topics/Opening.Hours.mcs.yml': `# Name: Opening hours\n# When we are open\n${topic}`,
    'agents/Helper/agent.mcs.yml': 'kind: AgentDialog\n',
    'agents/Other.mcs.yml': 'kind: TaskDialog\n',
    'entities/City.mcs.yml': 'kind: ClosedListEntity\nitems: []\n',
    'variables/Age.mcs.yml': 'kind: Variable\nname: Age\n',
    'translations/Hours.pt-BR.mcs.yml': topic,
    'knowledge/files/Guide.pdf': 'PDF',
    'knowledge/files/Guide.mcs.yml': '# Name: Guide.pdf\n',
    'knowledge/files/Lonely.txt': 'text',
    'environmentvariables/shop_Key.mcs.yml': 'schemaName: shop_Key\ndisplayName: Key\ntype: String\ndefaultValue: abc\n',
    'icon.png': 'png',
  }

  it('names its components by folder and file', async () => {
    const folder = write('workspace', workspace)
    const { copilots, diagnostics, preserved } = await readPackage(folder)
    expect(diagnostics).toEqual([])
    expect(copilots[0]).toMatchObject({ schemaName: 'shop_bot', name: 'Shop', authenticationMode: 'Integrated', template: 'default-2.1.0', environmentVariables: [{ schemaName: 'shop_Key', defaultValue: 'abc' }] })
    expect(Object.fromEntries((copilots[0]?.components ?? []).map(({ schemaName, kind, name }) => [schemaName, `${kind} ${name}`]))).toEqual({
      'shop_bot.gpt.default': 'gpt Helper',
      'shop_bot.topic.Opening.Hours': 'topic Opening hours',
      'shop_bot.agent.Helper': 'agent Helper',
      'shop_bot.InvokeConnectedAgentTaskAction.Other': 'action Other',
      'shop_bot.entity.City': 'entity City',
      'shop_bot.globalvariable.Age': 'variable Age',
      'shop_bot.topic.Hours.pt-BR': 'translation Hours.pt-BR',
      'shop_bot.file.Guide': 'file Guide.pdf',
      'shop_bot.file.Lonely.txt': 'file Lonely.txt',
    })
    const guide = copilots[0]?.components.find(({ schemaName }) => schemaName === 'shop_bot.file.Guide')
    expect(new TextDecoder().decode(guide?.blob)).toBe('PDF')
    expect(preserved.map(({ path }) => path).toSorted()).toEqual(['environmentvariables/shop_Key.mcs.yml', 'icon.png', 'settings.mcs.yml'])
  })

  it('takes its schema name from its documents when it has no settings', async () => {
    const { 'settings.mcs.yml': _, ...rest } = workspace
    const going = topic.replace('id: main', 'id: main\n  actions:\n    - kind: BeginDialog\n      id: a\n      dialog: shop_bot.topic.hours')
    const { copilots, diagnostics } = await readPackage(write('nameless', { ...rest, 'topics/hours.topic.mcs.yml': going }))
    expect(diagnostics).toMatchObject([{ code: 'MissingManifest' }])
    expect(copilots[0]?.schemaName).toBe('shop_bot')
    expect(copilots[0]?.components.map(({ schemaName }) => schemaName)).toContain('shop_bot.topic.hours')
  })

  it('says which connections it lacks', async () => {
    const action = 'kind: TaskDialog\naction:\n  kind: InvokeConnectorTaskAction\n  connectionReference: shop_bot.gone\n'
    const listed = 'connectionReferences:\n  - connectionReferenceLogicalName: shop_bot.mail\n'
    const { diagnostics } = await readPackageBytes(await zip({ ...workspace, 'actions/Mail.mcs.yml': action, 'connectionreferences.mcs.yml': listed }), 'x')
    expect(diagnostics).toMatchObject([{ code: 'ConnectionDoesNotExist', file: 'actions/Mail.mcs.yml', line: 4, column: 24 }])
  })

  it('of the newer agent shape is kept and said not to run', async () => {
    const files = { 'agent.sync.yaml': 'schemaName: shop_new\nname: New\n', 'behaviors/refund.mcs.yml': 'kind: InlineAgentSkill\ncontent: Be exact.\n' }
    const { copilots, diagnostics } = await readPackageBytes(await zip(files), 'x')
    expect(copilots).toMatchObject([{ schemaName: 'shop_new', template: 'cliagent-1.0.0', components: [{ kind: 'skill' }] }])
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'ElementNotSupported' }])
  })

  it('is the same in a zip', async () => {
    const folder = write('again', workspace)
    const { copilots } = await readPackageBytes(await zip(workspace), 'shop.zip')
    expect(copilots).toEqual((await readPackage(folder)).copilots.map((copilot) => ({ ...copilot, components: expect.any(Array) as unknown[] })))
    expect(copilots[0]?.components).toHaveLength(9)
  })
})

describe('what is no package', () => {
  const refused = (bytes: Uint8Array) => readPackageBytes(bytes, 'x').then(
    () => 'was read',
    (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
  )
  it.each([
    ['text', async () => Buffer.from('hello there, I am not a zip'), /not a zip/],
    ['nothing', async () => Buffer.alloc(0), /not a zip/],
    ['an empty zip', async () => zip({}), /empty/],
    ['a zip of something else', async () => zip({ 'letter.txt': 'Dear all' }), /neither a solution/],
    ['a zip cut short', async () => (await zip(solution())).subarray(0, 300), /damaged/],
    ['a path that leads out', async () => rawZip([{ name: '../../evil.xml', data: Buffer.from('x') }]), /leads out/],
    ['an absolute path', async () => rawZip([{ name: '/etc/passwd', data: Buffer.from('x') }]), /leads out/],
    ['a path of another system that leads out', async () => rawZip([{ name: '..\\..\\evil.xml', data: Buffer.from('x') }]), /leads out/],
    ['a drive letter', async () => rawZip([{ name: 'C:/evil.xml', data: Buffer.from('x') }]), /leads out/],
    ['the same name twice', async () => rawZip([{ name: 'solution.xml', data: Buffer.from('a') }, { name: 'solution.xml', data: Buffer.from('b') }]), /twice/],
    ['a symbolic link', async () => rawZip([{ name: 'solution.xml', data: Buffer.from('/etc/passwd'), mode: 0o120777 }]), /symbolic link/],
    ['a bomb', async () => rawZip([{ name: 'solution.xml', data: Buffer.alloc(50 * 1024 * 1024) }]), /times its size/],
    ['a bomb that lies about its size', async () => rawZip([{ name: 'solution.xml', data: Buffer.alloc(50 * 1024 * 1024), claim: 1000 }]), /damaged/],
    ['a bomb of many', async () => rawZip(Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, data: oneMegabyte }))), /more than 256 MB/],
    ['too many files', async () => rawZip(Array.from({ length: limits.entries + 1 }, (_, index) => ({ name: `f${index}`, data: Buffer.alloc(0) }))), /files; at most/],
  ])('refuses %s, clearly and quickly', async (_name, make, reason) => {
    const bytes = await make()
    const start = performance.now()
    const words = await refused(bytes)
    expect(words).toMatch(/^INVALID_PACKAGE/)
    expect(words).toMatch(reason)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('does not follow links in a folder', async () => {
    const folder = write('links', solution())
    symlinkSync('/etc', join(folder, 'botcomponents', 'etc'))
    const { preserved } = await readPackage(folder)
    expect(preserved.filter(({ path }) => path.includes('etc'))).toEqual([])
  })

  it('refuses a path that is not there', async () => {
    await expect(readPackage(join(scratch, 'nowhere'))).rejects.toMatchObject({ code: 'INVALID_PACKAGE' })
  })

  it('holds a document of ten megabytes without reading it', async () => {
    const { diagnostics, copilots } = await readPackageBytes(await zip(solution({ 'botcomponents/shop_bot.topic.Hours/data': randomText(10_000_000) })), 'x')
    expect(diagnostics).toMatchObject([{ code: 'DocumentTooLarge' }])
    expect(copilots[0]?.components[0]?.text).toHaveLength(10_000_000)
  })
})

describe.skipIf(!existsSync(corpus))('real copilots (needs ../shared/corpus)', () => {
  const packages = existsSync(corpus)
    ? [...readdirSync(join(corpus, 'solutions')).map((name) => join(corpus, 'solutions', name)), ...readdirSync(join(corpus, 'workspaces')).map((name) => join(corpus, 'workspaces', name))]
    : []

  it.each(packages)('%s is read, and every byte of it is kept', async (path) => {
    const { copilots, collections, preserved } = await readPackage(path)
    const components = [...copilots, ...collections].flatMap((each) => each.components)
    expect(components.length).toBeGreaterThan(0)
    const kept = new Map<string, Uint8Array>(preserved.map((part) => [part.path, part.bytes]))
    for (const component of components) {
      if (component.text !== undefined) kept.set(component.path, Buffer.from(component.text))
      else if (component.blob) kept.set(component.path, component.blob)
      for (const [part, text] of Object.entries(component.parts)) kept.set(part, text === '' && component.blob ? component.blob : Buffer.from(text))
    }
    const original = path.endsWith('.zip') ? await readZip(readFileSync(path)) : folderFiles(path)
    expect([...kept.keys()].toSorted()).toEqual([...original.keys()].toSorted())
    for (const [name, bytes] of original) expect(Buffer.compare(Buffer.from(kept.get(name) ?? []), Buffer.from(bytes)), name).toBe(0)
  })
})

const oneMegabyte = Buffer.from(randomText(1_000_000))

function randomText(length: number): string {
  let seed = 1
  let text = ''
  while (text.length < length) text += `line ${(seed = (seed * 48271) % 2147483647).toString(36)}${(seed = (seed * 48271) % 2147483647).toString(36)}: x\n`
  return text.slice(0, length)
}

function write(name: string, files: Record<string, string | Uint8Array>): string {
  const folder = join(scratch, name)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

function folderFiles(root: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name)
      files.set(path.slice(root.length + 1), readFileSync(path))
    }
  return files
}

async function zip(files: Record<string, string | Uint8Array>): Promise<Buffer> {
  const archive = new yazl.ZipFile()
  for (const [path, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), path)
  archive.end()
  return buffer(archive.outputStream)
}

/** A zip as no honest tool writes it. */
function rawZip(entries: { name: string; data: Buffer; mode?: number; claim?: number }[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  const known = new Map<Buffer, Buffer>()
  let offset = 0
  for (const { name, data, mode = 0o100644, claim } of entries) {
    const packed = known.get(data) ?? deflateRawSync(data)
    known.set(data, packed)
    const fileName = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claim ?? data.length, 18)
    common.writeUInt16LE(fileName.length, 22)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, fileName, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((mode << 16) >>> 0) as number, 6)
    tail.writeUInt32LE(offset, 10)
    centrals.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), common, tail, fileName]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length & 0xffff, 8)
  end.writeUInt16LE(entries.length & 0xffff, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}
