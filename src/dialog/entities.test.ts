import { describe, expect, it } from 'vitest'
import { entityKinds } from './index.ts'
import { findEntity } from './entities/index.ts'
import { matchOption } from './entities/match-option.ts'
import { freshState } from './state.ts'
import { toJson } from './fx.ts'
import { Turn } from './turn.ts'
import { context, copilotOf } from './testing.ts'

const found = (kind: unknown, text: string, locale = 'en-US', timeZone = 'UTC') => {
  const turn = new Turn(copilotOf({ topics: {} }), freshState(), context({ locale, timeZone }))
  const entity = findEntity(kind)
  const match = entity.kind.match(text, entity.reference, turn, { topic: 't', trigger: 'main', node: 'q' })
  return match && { value: toJson(match.value), exact: match.exact }
}
const value = (kind: unknown, text: string, locale?: string) => found(kind, text, locale)?.value

describe('the list of entities', () => {
  it('names every kind once', () => {
    const kinds = entityKinds.map((entity) => entity.kind)
    expect(new Set(kinds).size).toBe(kinds.length)
  })

  it.each(entityKinds.map((entity) => [entity.kind]))('%s makes nothing of an empty text', (kind) => {
    if (!/Reference|Embedded|Dynamic/.test(kind)) expect(found(kind, '')).toBeUndefined()
  })
})

describe('yes and no', () => {
  it.each([['yes', true], ['Yeah!', true], ['yes please', true], ['no', false], ['No, thanks', false], ['nope', false]])('%s', (text, expected) => {
    expect(found('BooleanPrebuiltEntity', text)).toEqual({ value: expected, exact: true })
  })
  it('inside a longer answer may be something else', () => {
    expect(found('BooleanPrebuiltEntity', 'no, I want a person')).toEqual({ value: false, exact: false })
    expect(found('BooleanPrebuiltEntity', 'maybe')).toBeUndefined()
  })
})

describe('numbers', () => {
  it.each([
    ['NumberPrebuiltEntity', '5', 5],
    ['NumberPrebuiltEntity', 'about 1,250.5 or so', 1250.5],
    ['NumberPrebuiltEntity', '-3', -3],
    ['NumberPrebuiltEntity', 'twenty three', 23],
    ['NumberPrebuiltEntity', 'two hundred and five', 205],
    ['AgePrebuiltEntity', 'I am 41 years old', 41],
    ['MoneyPrebuiltEntity', '$12.50', 12.5],
    ['PercentagePrebuiltEntity', '15 %', 15],
    ['OrdinalPrebuiltEntity', 'the third', 3],
    ['TemperaturePrebuiltEntity', '21 degrees', 21],
    ['WeightPrebuiltEntity', '3 kg', 3],
    ['SpeedPrebuiltEntity', '90 km/h', 90],
  ])('%s reads %s', (kind, text, expected) => expect(value(kind, text)).toBe(expected))
  it('are exact without anything around them', () => {
    expect(found('NumberPrebuiltEntity', '5')?.exact).toBe(true)
    expect(found('WeightPrebuiltEntity', '3 kg')?.exact).toBe(true)
    expect(found('NumberPrebuiltEntity', 'order 5 of them')?.exact).toBe(false)
    expect(found('NumberPrebuiltEntity', 'none')).toBeUndefined()
    expect(found('NumberPrebuiltEntity', 'constructor __proto__')).toBeUndefined()
  })
})

describe('dates', () => {
  it.each([
    ['2026-03-01', '2026-03-01'],
    ['3/4/2026', '2026-03-04'],
    ['tomorrow', '2026-01-06'],
    ['yesterday', '2026-01-04'],
    ['in 3 days', '2026-01-08'],
    ['next friday', '2026-01-09'],
    ['March 5th, 2027', '2027-03-05'],
    ['5 march', '2026-03-05'],
  ])('%s', (text, expected) => expect(value('DatePrebuiltEntity', text)).toEqual({ $fx: 'date', v: expected }))
  it('follow the locale when they are written with slashes', () => {
    expect(value('DatePrebuiltEntity', '3/4/2026', 'en-GB')).toEqual({ $fx: 'date', v: '2026-04-03' })
    expect(value('DatePrebuiltEntity', '25.12.2026', 'de-DE')).toEqual({ $fx: 'date', v: '2026-12-25' })
  })
  it('that do not exist are not found', () => expect(value('DatePrebuiltEntity', '2026-02-30')).toBeUndefined())
  it('may have a time', () => {
    expect(value('DateTimePrebuiltEntity', 'tomorrow at 3:30 pm')).toMatchObject({ $fx: 'datetime', v: expect.stringMatching(/^2026-01-06T15:30/) })
  })
  it('count from the day of the customer', () => {
    expect(found('DatePrebuiltEntity', 'today', 'en-US', 'Pacific/Kiritimati')?.value).toEqual({ $fx: 'date', v: '2026-01-05' })
    expect(found('DatePrebuiltEntity', 'today', 'en-US', 'Pacific/Pago_Pago')?.value).toEqual({ $fx: 'date', v: '2026-01-04' })
  })
})

describe('texts of a certain form', () => {
  it.each([
    ['EmailPrebuiltEntity', 'it is ana.b@example.co.uk thanks', 'ana.b@example.co.uk'],
    ['URLPrebuiltEntity', 'see https://example.org/a?b=1 please', 'https://example.org/a?b=1'],
    ['PhoneNumberPrebuiltEntity', 'call +1 (425) 555-0100', '+1 (425) 555-0100'],
    ['ZipCodePrebuiltEntity', 'to 98052-1234', '98052-1234'],
    ['PersonNamePrebuiltEntity', 'My name is Ida Berg.', 'Ida Berg'],
    ['CityPrebuiltEntity', 'I live in New York', 'New York'],
    ['StringPrebuiltEntity', ' as it is ', ' as it is '],
    ['DurationPrebuiltEntity', 'for 3 weeks', '3 weeks'],
  ])('%s reads %s', (kind, text, expected) => expect(value(kind, text)).toBe(expected))
  it('are not found elsewhere', () => expect(value('EmailPrebuiltEntity', 'ana at example')).toBeUndefined())
})

describe('one of several', () => {
  const reference = { kind: 'OneOfMultiEntityReference', choices: [{ entity: 'EmailPrebuiltEntity', propertyName: 'mail' }, { entity: 'NumberPrebuiltEntity', propertyName: 'number' }] }
  it('takes the first that fits', () => {
    expect(value(reference, 'a@example.org')).toEqual({ mail: 'a@example.org' })
    expect(value(reference, 'seven')).toEqual({ number: 7 })
    expect(value(reference, 'nothing')).toBeUndefined()
  })
})

describe('a pattern of the makers', () => {
  const reference = (pattern: string) => ({ kind: 'EmbeddedEntity', definition: { kind: 'RegexEntity', pattern } })
  it('is found anywhere, with capitals only when it says so', () => {
    expect(value(reference('[A-Z]{2}\\d{3}'), 'it is AB123 I think')).toBe('AB123')
    expect(value(reference('[A-Z]{2}\\d{3}'), 'ab123')).toBeUndefined()
    expect(value(reference('(?i)[A-Z]{2}\\d{3}'), 'ab123')).toBe('ab123')
  })
})

describe('an option', () => {
  const options = [
    { id: 'a', title: 'Harbour Street', synonyms: ['harbour'] },
    { id: 'b', title: 'Central Station', synonyms: ['station', 'main station'] },
    { id: 'c', title: 'Main', synonyms: [] },
  ]
  it.each([
    ['harbour street', 'a'],
    ['b', 'b'],
    ['I mean the main station', 'b'],
    ['central sttaion', 'b'],
    ['Habour Street', 'a'],
  ])('is meant by %s', (text, id) => expect(matchOption(text, options, true)?.option.id).toBe(id))
  it('is not guessed when guessing is off or it could be two', () => {
    expect(matchOption('central sttaion', options, false)).toBeUndefined()
    expect(matchOption('xx', [{ id: '1', title: 'abcd1', synonyms: [] }, { id: '2', title: 'abcd2', synonyms: [] }], true)).toBeUndefined()
    expect(matchOption('abcd3', [{ id: '1', title: 'abcd1', synonyms: [] }, { id: '2', title: 'abcd2', synonyms: [] }], true)).toBeUndefined()
  })
})
