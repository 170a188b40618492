import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkCopilot } from './check-copilot.ts'
import { editDocument } from './edit-document.ts'
import { component, copilot, topic } from './testing.ts'

const ask = (card: string, more: object = {}) => topic(stringify([{ kind: 'AdaptiveCardPrompt', id: 'ask', card, output: { binding: {} }, outputType: {}, ...more }], { lineWidth: 0 }))
const codes = (text: string) => checkCopilot(copilot([component('Main', text)])).diagnostics.map(({ severity, code }) => `${severity} ${code}`)
const submit = { type: 'Action.Submit', title: 'Send', data: { choice: 'a' } }
const card = (body: object[], actions: object[] = [submit], more: object = {}) => JSON.stringify({ type: 'AdaptiveCard', version: '1.5', body, actions, ...more })

describe('a card that asks', () => {
  it('is fine with inputs, buttons and bindings that fit', () => {
    const good = card([{ type: 'Input.Text', id: 'name', label: 'Name', isRequired: true, errorMessage: 'Please' }, { type: 'Input.Toggle', id: 'ok', title: 'Agreed' }])
    expect(codes(ask(good, { output: { binding: { name: 'Topic.Name', ok: 'Topic.Ok', choice: 'Topic.Choice', actionSubmitId: 'Topic.Button' } }, outputType: { properties: { name: 'String', ok: 'Boolean', choice: 'String', actionSubmitId: 'String' } } }))).toEqual([])
  })

  it('may be a formula: what it makes without variables is looked at', () => {
    expect(codes(ask('={type: "AdaptiveCard", version: "1.5", body: [{type: "Input.Toggle", id: "ok"}], actions: [{type: "Action.Submit"}]}'))).toEqual(['warning AdaptiveCardToggleInputMissingTitle'])
    expect(codes(ask('={type: "AdaptiveCard", version: "1.5", body: [{type: "TextBlock", text: "Hi"}]}'))).toEqual(['error AdaptiveCardMissingActionSubmit'])
    expect(codes(ask('={type: "AdaptiveCard", version: "1.5", body: [{type: "TextBlock", text: System.User.DisplayName}]}'))).toEqual(['warning AdaptiveCardMissingActionSubmit'])
    expect(codes(ask('={type: "AdaptiveCard", version: "1.5", body: [{type: "TextBlock", text: System.User.DisplayName}], actions: [{type: "Action.Submit"}]}'))).toEqual([])
    expect(codes(ask('=ParseJSON(System.Activity.Text)'))).toEqual([])
  })

  it('finds an output no input fills, and takes it away', () => {
    const text = ask(card([{ type: 'Input.Text', id: 'name' }]), { output: { binding: { name: 'Topic.Name', nmae: 'Topic.Again' } } })
    const [finding] = checkCopilot(copilot([component('Main', text)])).diagnostics
    expect(finding).toMatchObject({ severity: 'warning', code: 'InvalidBindingOutput', fix: 'Write the id of an input, or delete this line.' })
    expect(editDocument(text, finding?.edits ?? [])).toBe(text.replace(/\n *nmae: Topic.Again/, ''))
  })

  it('finds two inputs of one id, an input without one, and card templates', () => {
    expect(codes(ask(card([{ type: 'Input.Text', id: 'a' }, { type: 'Input.Text', id: 'a' }])))).toEqual(['warning DuplicateItem'])
    expect(codes(ask(card([{ type: 'Input.Text' }])))).toEqual(['warning MissingRequiredProperty'])
    expect(codes(ask(card([{ type: 'TextBlock', text: 'Hi ${user.name}' }])))).toEqual(['warning AdaptiveCardDataBinding'])
  })

  it('points into the JSON', () => {
    const text = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnUnknownIntent\n  id: main\n  actions:\n    - kind: SendActivity\n      id: s\n      activity:\n        attachments:\n          - kind: AdaptiveCardTemplate\n            cardContent: |-\n              {\n                "type": "AdaptiveCard",\n                "version": "2.0",\n                "body": []\n              }\n'
    const [finding] = checkCopilot(copilot([component('Main', text)])).diagnostics
    expect(finding).toMatchObject({ code: 'AdaptiveCardVersionNotSupported', line: 14, column: 28 })
    expect(editDocument(text, finding?.edits ?? [])).toBe(text.replace('2.0', '1.5'))
    const broken = text.replace('"body": []', '"body": [}')
    expect(checkCopilot(copilot([component('Main', broken)])).diagnostics[0]).toMatchObject({ code: 'AdaptiveCardJsonParsingError', line: 15 })
  })
})
