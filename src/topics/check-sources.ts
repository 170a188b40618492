import { isRecord } from '../platform/index.ts'
import { list, words, type Findings } from './findings.ts'
import { isLiteral } from './literal.ts'
import type { Path } from './parse-document.ts'

/** docs: web sites, and SharePoint sites, that one generative answers node may search. */
const mostSites = 4
/** docs: a site is searched down to two folders. */
const deepestFolder = 2
const guid = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i

type Check = (value: Record<string, unknown>, path: Path, findings: Findings) => void

/** Where answers come from: knowledge sources, and the older data sources written into nodes. */
export const sourceChecks: Record<string, Check> = {
  PublicSiteSearchDataSource({ sites }, path, findings) {
    checkSites('PublicSiteSearchDataSourceTooManySites', sites, [...path, 'sites'], findings)
    for (const [index, site] of list(sites).entries()) checkSite(site, [...path, 'sites', index], findings)
  },
  PublicSiteSearchSource: ({ site }, path, findings) => checkSite(site, [...path, 'site'], findings),
  SharePointSearchDataSource({ sites }, path, findings) {
    checkSites('SharePointSearchDataSourceTooManySites', sites, [...path, 'sites'], findings)
    for (const [index, site] of list(sites).entries()) checkAddress(site, [...path, 'sites', index], findings)
  },
  SharePointSearchSource: ({ site }, path, findings) => checkAddress(site, [...path, 'site'], findings),
  BingCustomSearchSource: checkBing,
  BingCustomSearchDataSource: checkBing,
  FederatedStructuredSearchSource({ skillConfiguration }, path, findings) {
    if (words(skillConfiguration) === '') findings.add({ severity: 'warning', code: 'FederatedStructuredSearchSourceNotConfigured', path, message: 'The source does not say which tables it searches.', fix: 'Name its skillConfiguration.' })
  },
  GraphConnectorSearchSource({ connectionId, connectionName }, path, findings) {
    if ((isRecord(connectionId) && words(connectionId.schemaName) === '') || connectionName === '') findings.add({ severity: 'warning', code: 'GraphConnectionNotSet', path, message: 'The source names no Graph connection.', fix: 'Name its connectionId and connectionName.' })
  },
  GraphConnectorItemByPath({ path: place }, path, findings) {
    if (isLiteral(place) && !/^(\/|[a-z][a-z0-9+.-]*:)/i.test(place))
      findings.add({ severity: 'warning', code: 'InvalidGraphConnectorPath', path: [...path, 'path'], message: `"${place}" is not a path from the root.`, fix: 'Start it with "/".', edits: [{ type: 'set', path: [...path, 'path'], value: `/${place}` }] })
  },
  EmailSearchSource({ mailbox }, path, findings) {
    if (isLiteral(mailbox) && mailbox !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(mailbox)) findings.add({ severity: 'warning', code: 'InvalidEmailAddress', path: [...path, 'mailbox'], message: `"${mailbox}" is not an e-mail address.`, fix: 'Write it as name@example.com.' })
  },
  SearchSpecificKnowledgeSources: ({ knowledgeSources }, path, findings) => checkSome(knowledgeSources, [...path, 'knowledgeSources'], 'knowledge source', 'SearchAllKnowledgeSources', findings),
  SearchSpecificFiles: ({ files }, path, findings) => checkSome(files, [...path, 'files'], 'file', 'SearchAllFiles', findings),
  AzureOpenAIOnYourDataKnowledgeSource: checkModel,
  AzureOpenAIOnYourDataSource: checkModel,
  ExternalChatCompletionModelConfiguration(value, path, findings) {
    checkModel(value, path, findings)
    if (words(value.prompt).trim() === '' && words(value.systemPrompt).trim() === '') findings.add({ severity: 'warning', code: 'CustomModelMissingInstructions', path, message: 'The model gets no instructions: neither a prompt nor a system prompt.', fix: 'Write a prompt.' })
    for (const member of ['prompt', 'systemPrompt']) checkChatMl(value[member], [...path, member], findings)
  },
}

function checkSites(code: string, sites: unknown, path: Path, findings: Findings) {
  const count = list(sites).length
  if (count > mostSites) findings.add({ severity: 'warning', code, path, atKey: true, message: `${count} sites are searched; Copilot Studio takes ${mostSites} in one node.`, fix: 'Keep the most useful ones, or add them as knowledge sources.' })
}

function checkAddress(site: unknown, path: Path, findings: Findings): URL | undefined {
  if (!isLiteral(site) || site === '') return undefined
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(site) ? site : `https://${site}`
  const address = URL.canParse(text) ? new URL(text) : undefined
  if (address && /^https?:$/.test(address.protocol) && address.hostname.includes('.')) return address
  findings.add({ severity: 'warning', code: 'InvalidUrl', path, message: `"${site}" is not the address of a web site.`, fix: 'Write it as https://example.com.' })
  return undefined
}

function checkSite(site: unknown, path: Path, findings: Findings) {
  const address = checkAddress(site, path, findings)
  if (!address) return
  const folders = address.pathname.split('/').filter(Boolean)
  if (folders.length <= deepestFolder && address.search === '') return
  const meant = `${address.origin}/${folders.slice(0, deepestFolder).join('/')}`
  findings.add({ severity: 'warning', code: 'PublicSiteSearchDataSourceNotSupported', path, message: `Copilot Studio searches sites down to ${deepestFolder} folders, without a query.`, fix: `Write "${meant}".`, edits: [{ type: 'set', path, value: meant }] })
}

function checkBing({ customConfigurationId }: Record<string, unknown>, path: Path, findings: Findings) {
  if (isLiteral(customConfigurationId) && !guid.test(customConfigurationId))
    findings.add({ severity: 'warning', code: 'BingCustomSearchDataSourceInvalidCustomConfigurationId', path: [...path, 'customConfigurationId'], message: `"${customConfigurationId}" is not the id of a Bing custom search.`, fix: 'Copy it from the Bing portal: 32 digits with hyphens.' })
}

function checkSome(chosen: unknown, path: Path, what: string, all: string, findings: Findings) {
  if (chosen === undefined || chosen === null || (Array.isArray(chosen) && chosen.length === 0))
    findings.add({ severity: 'warning', code: 'MinCountNotMet', path, message: `No ${what} is chosen, so nothing is found.`, fix: `Choose a ${what}, or write "kind: ${all}".` })
}

function checkModel({ temperature, topP, maxTokens }: Record<string, unknown>, path: Path, findings: Findings) {
  const warn = (member: string, code: string, message: string, fix: string) => findings.add({ severity: 'warning', code, path: [...path, member], message, fix })
  if (typeof temperature === 'number' && temperature < 0) warn('temperature', 'TemperatureShouldBeNonNegative', 'The temperature cannot be negative.', 'Write 0 or more.')
  if (typeof topP === 'number' && (topP < 0 || topP > 1)) warn('topP', 'TopPMustBeBetweenZeroAndOne', 'topP is a share: from 0 to 1.', 'Write a number from 0 to 1.')
  if (typeof maxTokens === 'number' && maxTokens <= 0) warn('maxTokens', 'MaxTokensShouldBePositive', 'An answer has at least one token.', 'Write 1 or more.')
}

const roles = new Set(['system', 'user', 'assistant'])

/** Prompts may be written in ChatML: `<|im_start|>role`, a text, `<|im_end|>`. */
function checkChatMl(prompt: unknown, path: Path, findings: Findings) {
  if (typeof prompt !== 'string' || !prompt.includes('<|im_')) return
  const error = (code: string, offset: number, message: string, fix: string) => findings.add({ severity: 'warning', code, path, offset, message, fix })
  const tags = [...prompt.matchAll(/<\|im_(start|end)\|>/g)]
  const before = prompt.slice(0, tags[0]?.index).trim()
  if (before !== '' || tags[0]?.[1] === 'end') return error('ChatMlSyntaxErrorExpectedStartTag', 0, 'A message starts with <|im_start|> and its role.', 'Put <|im_start|>system before it.')
  for (const [index, tag] of tags.entries()) {
    const next = tags[index + 1]
    if (tag[1] === 'end') {
      if (prompt.slice(tag.index + tag[0].length, next?.index).trim() !== '' || next?.[1] === 'end') return error('ChatMlSyntaxErrorExpectedStartTag', tag.index + tag[0].length, 'The next message starts with <|im_start|> and its role.', 'Put <|im_start|>user before it.')
      continue
    }
    if (next?.[1] !== 'end') return error('ChatMlSyntaxErrorExpectedEndTag', tag.index, 'This message is not closed.', 'Put <|im_end|> behind it.')
    const [, role = '', content = ''] = /^[ \t]*(\S*)([\s\S]*)$/.exec(prompt.slice(tag.index + tag[0].length, next.index)) ?? []
    if (!roles.has(role)) return error('ChatMlSyntaxErrorInvalidMessageRole', tag.index, `"${role}" is not a role.`, 'Write system, user or assistant.')
    if (content.trim() === '') return error('ChatMlSyntaxErrorEmptyMessageContent', tag.index, `The ${role} message is empty.`, 'Write something between its tags, or delete it.')
  }
}

export const isGuid = (text: string) => guid.test(text)
