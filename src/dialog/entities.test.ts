import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cases, entitiesPage, isRead } from './entities/fixtures/entities-page.ts'
import { optionsOf, plainly, readEntity, readInside } from './entities/fixtures/read-entity.ts'
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

/** Written down in docs/entities.md as well. */
const missed = new Set(['half', 'yarın sabah dokuzda', '一打'])

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

describe('what customers say, by language', () => {
  it.each(cases.filter((one) => !missed.has(one.phrase[0])).map((one) => [one.language, one.kind, one.phrase[0], one.phrase[1], one] as const))('%s %s: "%s" is %s', (_language, _kind, _text, _value, one) => {
    expect(isRead(one)).toBe(true)
  })

  it('is written down with what is not understood', async () => {
    expect(cases.filter((one) => !isRead(one)).map(({ phrase }) => phrase[0])).toEqual([...missed])
    await expect(entitiesPage()).toMatchFileSnapshot('../../docs/entities.md')
  })

  it('is understood where only CLDR knows the language', () => {
    expect(plainly(readEntity('DatePrebuiltEntity', '5 марта 2027', { locale: 'ru-RU' })?.value)).toBe('2027-03-05')
    expect(plainly(readEntity('DatePrebuiltEntity', 'через 3 дня', { locale: 'ru-RU' })?.value)).toBe('2026-01-08')
    expect(plainly(readEntity('DatePrebuiltEntity', 'jutro', { locale: 'pl-PL' })?.value)).toBe('2026-01-06')
    expect(readEntity('CountryOrRegionPrebuiltEntity', 'Niemcy', { locale: 'pl-PL' })?.value).toBe('Niemcy')
  })

  it('may be English anywhere', () => {
    expect(plainly(readEntity('DatePrebuiltEntity', 'tomorrow', { locale: 'de-DE' })?.value)).toBe('2026-01-06')
    expect(readEntity('NumberPrebuiltEntity', 'twenty-three', { locale: 'ko-KR' })?.value).toBe(23)
    expect(readEntity('BooleanPrebuiltEntity', 'oui', { locale: 'en-US' })?.value).toBe(true)
  })
})

describe('numbers', () => {
  it.each([
    ['1.250', 'en-US', 1.25],
    ['1.250', 'de-DE', 1250],
    ['1,250', 'de-DE', 1.25],
    ['1,250', 'en-US', 1250],
    ["1'250.50", 'de-CH', 1250.5],
    ['1 250', 'sv-SE', 1250],
    ['12,50', 'en-US', 12.5],
    ['１２３', 'ja-JP', 123],
    ['٤٢', 'ar-EG', 42],
    ['12,34,567', 'en-IN', 1_234_567],
    ['ten-4', 'en-US', 10],
    ['room 12-14', 'en-US', 12],
    ['one two three', 'en-US', 1],
    ['eine Familie von 4', 'de-DE', 4],
    ['two million three hundred thousand and one', 'en-US', 2_300_001],
  ])('%s in %s is %s', (text, locale, expected) => expect(readEntity('NumberPrebuiltEntity', text, { locale })?.value).toBe(expected))

  it('have a unit when one of several has it', () => {
    expect(readEntity('WeightPrebuiltEntity', 'in 2020 it weighed 80 kg')?.value).toBe(80)
    expect(readEntity('MoneyPrebuiltEntity', '3 of them for $20')?.value).toBe(20)
  })

  it('are words of the customer in the metadata', () => {
    expect(readEntity({ kind: 'MoneyPrebuiltEntity', includeMetadata: true }, 'about twenty dollars or so')?.value).toEqual({ Literal: 'twenty dollars', Value: 20, ConfidenceScore: 0.8 })
  })

  it('may be several', () => {
    expect(readEntity({ kind: 'NumberPrebuiltEntity', allowMultipleValues: true }, '3, 4 and five')?.value).toEqual({ $fx: 'column', v: [3, 4, 5] })
  })
})

/** The day that a text names when it is said on another. */
const on = (text: string, now: string, locale = 'en-US') => plainly(readEntity('DatePrebuiltEntity', text, { locale, now: `${now}T10:00:00.000Z` })?.value)

describe('a day by its name', () => {
  it('is the coming one, today included, unless it says which', () => {
    expect(on('Christmas', '2026-12-24')).toBe('2026-12-25')
    expect(on('Christmas', '2026-12-25')).toBe('2026-12-25')
    expect(on('Christmas', '2026-12-26')).toBe('2027-12-25')
    expect(on('last Christmas', '2026-12-26')).toBe('2026-12-25')
    expect(on('Christmas 2030', '2026-12-26')).toBe('2030-12-25')
    expect(on('new years eve next year', '2026-11-05')).toBe('2027-12-31')
    expect(on('5 March next year', '2026-11-05')).toBe('2027-03-05')
    expect(on('the day after Christmas', '2026-11-05')).toBe('2026-12-26')
    expect(on('the day after thanksgiving', '2026-11-05')).toBe('2026-11-27')
  })

  it('is where Easter and the weekdays put it', () => {
    expect([2024, 2025, 2026, 2027, 2038, 2076].map((year) => on(`Easter ${year}`, '2026-01-05'))).toEqual(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2076-04-19'])
    expect([2026, 2027, 2028].map((year) => on(`Thanksgiving ${year}`, '2026-01-05'))).toEqual(['2026-11-26', '2027-11-25', '2028-11-23'])
    expect([2026, 2027].map((year) => on(`Memorial Day ${year}`, '2026-01-05'))).toEqual(['2026-05-25', '2027-05-31'])
  })

  it('is that of the country', () => {
    expect(['en-US', 'en-GB', 'en-CA', 'en-AU'].map((locale) => on('Mother’s Day', '2026-01-05', locale))).toEqual(['2026-05-10', '2026-03-15', '2026-05-10', '2026-05-10'])
    expect(['en-US', 'en', 'en-CA', 'en-GB'].map((locale) => on('Thanksgiving', '2026-01-05', locale))).toEqual(['2026-11-26', '2026-11-26', '2026-10-12', undefined])
  })

  it('may be asked back like any other', () => {
    expect(readEntity({ kind: 'DateTimePrebuiltEntity' }, 'Easter', { now: '2026-06-05T10:00:00.000Z' })?.or?.map(({ title }) => title)).toEqual(['April 5, 2026', 'March 28, 2027'])
    expect(readEntity({ kind: 'DateTimePrebuiltEntity' }, 'next Easter', { now: '2026-06-05T10:00:00.000Z' })?.or).toBeUndefined()
  })
})

describe('a week, a month, a weekend', () => {
  it('is its first day', () => {
    expect(on('next week', '2026-01-11')).toBe('2026-01-12')
    expect(on('last week', '2026-01-12')).toBe('2026-01-05')
    expect(on('the week after next', '2026-01-12')).toBe('2026-01-26')
    expect(on('next month', '2026-12-31')).toBe('2027-01-01')
    expect(on('last year', '2026-01-01')).toBe('2025-01-01')
    expect(on('the weekend', '2026-01-11')).toBe('2026-01-10')
    expect(on('next weekend', '2026-01-11')).toBe('2026-01-17')
  })

  it('that has begun is no day', () => expect(['this week', 'this month', 'this year'].map((text) => on(text, '2026-01-07'))).toEqual([undefined, undefined, undefined]))
  it('leaves weekdays to their week', () => expect(on('Thursday next week', '2026-01-07')).toBe('2026-01-15'))
  it('may be two of them', () => expect([on('in a fortnight', '2026-01-07'), on('in two fortnights', '2026-01-07'), on('a fortnight ago', '2026-01-07')]).toEqual(['2026-01-21', '2026-02-04', '2025-12-24']))
})

describe('a date that may mean two', () => {
  const moment = (text: string, behaviour?: string) => readEntity({ kind: 'DateTimePrebuiltEntity', ...(behaviour ? { ambiguousResolutionBehavior: behaviour } : {}) }, text)
  it('is a choice', () => {
    expect(moment('friday')?.or?.map(({ title }) => title)).toEqual(['January 2, 2026', 'January 9, 2026'])
    expect(moment('tomorrow at 3')?.or?.map(({ title }) => title)).toEqual(['January 6, 2026 at 3:00 AM', 'January 6, 2026 at 3:00 PM'])
  })
  it('is none when its words say which', () => {
    for (const text of ['next friday', 'January 9, 2026', 'tomorrow at 3 pm', 'in 2 hours', 'tomorrow']) expect(moment(text)?.or).toBeUndefined()
  })
  it('can be read back as it is written', () => {
    for (const { title } of [...(moment('friday')?.or ?? []), ...(moment('tomorrow at 3')?.or ?? [])]) expect(moment(title)?.or).toBeUndefined()
    expect(plainly(moment('January 6, 2026 at 3:00 PM')?.value)).toBe('2026-01-06T15:00')
  })
  it('is the one the maker prefers', () => {
    expect(plainly(moment('friday', 'PreferPast')?.value)).toBe('2026-01-02T00:00')
    expect(plainly(moment('friday', 'PreferFuture')?.value)).toBe('2026-01-09T00:00')
    expect(plainly(moment('December 24', 'PreferPast')?.value)).toBe('2025-12-24T00:00')
    expect(plainly(moment('at 8 am', 'PreferFuture')?.value)).toBe('2026-01-06T08:00')
  })
  it('is written in the language of the conversation', () => {
    expect(readEntity('DateTimePrebuiltEntity', 'Freitag', { locale: 'de-DE' })?.or?.map(({ title }) => title)).toEqual(['2. Januar 2026', '9. Januar 2026'])
  })
})

describe('names', () => {
  it('forgive a typing mistake when they are all of the answer', () => {
    expect(readEntity('CountryOrRegionPrebuiltEntity', 'Portugla')?.value).toBe('Portugal')
    expect(readEntity('LanguagePrebuiltEntity', 'Portugese')?.value).toBe('Portuguese')
    expect(readEntity('ColorPrebuiltEntity', 'something else')).toBeUndefined()
  })
  it('of states are found in a sentence, and others are taken as they are', () => {
    expect(readEntity('StatePrebuiltEntity', 'we moved to North Carolina last year')?.value).toBe('North Carolina')
    expect(readEntity('StatePrebuiltEntity', 'in Bayern', { locale: 'de-DE' })?.value).toBe('Bayern')
    expect(readEntity('StatePrebuiltEntity', 'I live in Bali')?.value).toBe('Bali')
    expect(readInside('StatePrebuiltEntity', 'ship it from Texas')).toEqual(['Texas'])
  })
  it('of people are no numbers, questions, addresses or refusals', () => {
    for (const text of ['42', 'why do you ask?', 'ana@example.org', 'no thanks', 'I would rather not tell you that now']) expect(readEntity('PersonNamePrebuiltEntity', text)).toBeUndefined()
  })
  it('end where the sentence goes on', () => {
    expect(readEntity('PersonNamePrebuiltEntity', "I'm Ida Berg, and I need help")?.value).toBe('Ida Berg')
    expect(readEntity('PersonNamePrebuiltEntity', 'my name is Ida Berg and i need help')?.value).toBe('Ida Berg')
  })
})

describe('texts of a form', () => {
  it.each([
    ['PhoneNumberPrebuiltEntity', 'on 2026-01-05 call 030/1234567', '030/1234567', 'de-DE'],
    ['PhoneNumberPrebuiltEntity', '2026-01-05', undefined, 'en-US'],
    ['PhoneNumberPrebuiltEntity', '12345', undefined, 'en-US'],
    ['URLPrebuiltEntity', '(see www.example.org/a).', 'www.example.org/a', 'en-US'],
    ['URLPrebuiltEntity', 'that is all.thanks', undefined, 'en-US'],
    ['URLPrebuiltEntity', 'ana@example.org', undefined, 'en-US'],
    ['ZipCodePrebuiltEntity', '1010 Wien', '1010', 'de-AT'],
    ['ZipCodePrebuiltEntity', '1010', undefined, 'en-US'],
    ['ZipCodePrebuiltEntity', 'K1A 0B1', 'K1A 0B1', 'fr-CA'],
    ['ZipCodePrebuiltEntity', '110 01', '110 01', 'cs-CZ'],
  ])('%s in %j: %s', (kind, text, expected, locale) => expect(readEntity(kind, text, { locale })?.value).toBe(expected))
})

describe('a sentence that was no answer', () => {
  it('holds only what is surely meant', () => {
    expect(readInside('AgePrebuiltEntity', 'order 41')).toEqual([])
    expect(readInside('AgePrebuiltEntity', 'I am 41 years old')).toEqual([41])
    expect(readInside('NumberPrebuiltEntity', 'ich möchte eine Pizza', { locale: 'de-DE' })).toEqual([])
    expect(readInside('NumberPrebuiltEntity', 'from 3 to 5')).toEqual([3, 5])
    expect(readInside('PersonNamePrebuiltEntity', 'track my order')).toEqual([])
    expect(readInside('StringPrebuiltEntity', 'track my order')).toEqual([])
    expect(readInside('CountryOrRegionPrebuiltEntity', 'a flight from Spain to Peru')).toEqual(['Spain', 'Peru'])
  })
})

describe('answers that look like others', () => {
  it.each([
    ['BooleanPrebuiltEntity', 'I do not know', undefined],
    ['BooleanPrebuiltEntity', 'not sure', undefined],
    ['CountryOrRegionPrebuiltEntity', 'tell us', undefined],
    ['CountryOrRegionPrebuiltEntity', 'US', 'US'],
    ['PersonNamePrebuiltEntity', 'My name is', undefined],
    ['PersonNamePrebuiltEntity', 'yes, my name is Ann', 'Ann'],
    ['CityPrebuiltEntity', 'the Hague', 'the Hague'],
    ['CityPrebuiltEntity', 'Paris please', 'Paris'],
    ['DurationPrebuiltEntity', '1h30', '1h30'],
    ['DurationPrebuiltEntity', 'half an hour', 'half an hour'],
    ['DatePrebuiltEntity', 'the 15th', '2026-01-15'],
    ['DatePrebuiltEntity', 'on the 3rd', '2026-02-03'],
    ['DatePrebuiltEntity', 'in a week', '2026-01-12'],
    ['DatePrebuiltEntity', '15', undefined],
    ['DateTimePrebuiltEntity', 'now', '2026-01-05T09:00'],
  ])('%s %j: %s', (kind, text, expected) => expect(plainly(readEntity(kind, text)?.value)).toBe(expected))

  it('are not found in sentences', () => {
    expect(readInside('NumberPrebuiltEntity', 'one of my orders mentions covid19 and A4')).toEqual([])
    expect(readInside('PhoneNumberPrebuiltEntity', 'order 1234567')).toEqual([])
    expect(readInside('PhoneNumberPrebuiltEntity', 'call 425-555-0100')).toEqual(['425-555-0100'])
    expect(readInside('DatePrebuiltEntity', 'may I return it')).toEqual([])
  })
})

describe('one of several, as documents write it', () => {
  it('is under `entities`', () => {
    const reference = { kind: 'OneOfMultiEntityReference', entities: [{ entity: { kind: 'EmbeddedEntity', definition: { kind: 'ClosedListEntity', items: [{ id: 'Never' }] } }, propertyName: 'choice' }, { entity: 'DatePrebuiltEntity', propertyName: 'day' }] }
    expect(readEntity(reference, 'tomorrow')?.value).toEqual({ day: { $fx: 'date', v: '2026-01-06' } })
    expect(readEntity(reference, 'never')?.value).toMatchObject({ choice: { id: 'Never' } })
    expect(optionsOf(reference)).toEqual(['Never'])
  })
})

describe('patterns', () => {
  const reference = (pattern: string, more = {}) => ({ kind: 'EmbeddedEntity', definition: { kind: 'RegexEntity', pattern }, ...more })
  it('may find several', () => {
    expect(readEntity(reference('[A-Z]{2}\\d+', { allowMultipleValues: true }), 'AB1 and CD22')?.value).toEqual({ $fx: 'column', v: ['AB1', 'CD22'] })
    expect(readInside(reference('[A-Z]{2}\\d+'), 'AB1 and CD22')).toEqual(['AB1', 'CD22'])
  })
  it('that cannot be read say where and what to do', () => {
    expect(() => readEntity(reference('a++'), 'x')).toThrow(/Possessive.*atomic group.*character 2/)
  })
})

describe('an option that is not quite named', () => {
  const options = [
    { id: 'a', title: 'Billing question', synonyms: ['invoice'] },
    { id: 'b', title: 'Délai de livraison', synonyms: [] },
    { id: 'c', title: 'New contract', synonyms: ['sign up'] },
    { id: 'd', title: '北京烤鸭', synonyms: ['烤鸭'] },
    { id: 'e', title: '東京タワー', synonyms: [] },
    { id: 'f', title: 'Rückerstattung', synonyms: [] },
  ]
  it.each([
    ['question about billing', 'a'],
    ['my invoices', 'a'],
    ['billing', 'a'],
    ['biling questions', 'a'],
    ['delai de livraison', 'b'],
    ['livraison délai', 'b'],
    ['contracts', 'c'],
    ['a new contarct please', 'c'],
    ['我要北京烤鸭', 'd'],
    ['东京的烤鸭', 'd'],
    ['東京タワーです', 'e'],
    ['ruckerstattung', 'f'],
  ])('%s', (text, id) => expect(matchOption(text, options, true)?.option.id).toBe(id))
  it.each(['something else', 'question mark industries', 'the', 'no'])('%s is none', (text) => expect(matchOption(text, options, true)).toBeUndefined())
  it('is none of two that are equally close', () => {
    expect(matchOption('station', [{ id: '1', title: 'Central Station', synonyms: [] }, { id: '2', title: 'Eastern Station', synonyms: [] }], true)).toBeUndefined()
  })
})

describe('a list of thousands', () => {
  const options = Array.from({ length: 5_000 }, (_, n) => ({ id: `i${n}`, title: `Product ${n} ${['red', 'blue', 'green'][n % 3]} chair`, synonyms: [`article ${n}`] }))
  it.each([
    ['I want article 4711 please', 'i4711'],
    ['product 42 red chiar', 'i42'],
    ['product 99999 red chair', undefined],
    ['artcle 4711', 'i4711'],
    ['something that is not in the list', undefined],
    ['wort '.repeat(200), undefined],
  ])('is searched in a moment for %j', (text, id) => {
    const times = [1, 2, 3].map(() => {
      const started = performance.now()
      expect(matchOption(text, options, true)?.option.id).toBe(id)
      return performance.now() - started
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})

describe('whatever is said', () => {
  const kinds = entityKinds.map(({ kind }) => kind).filter((kind) => !/Reference|Embedded|Dynamic/.test(kind))
  const locales = [...new Set(cases.map(({ locale }) => locale)), 'ar-EG', 'x-nonsense', '']
  const fragments = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...cases.map(({ phrase }) => phrase[0])), fc.constantFrom('1.', ',', '-', '2026', ' ', 'twenty ', '十', "'", '(555) ', '\ud83d', 'of '))

  it('is read or not, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.constantFrom(...locales), fc.array(fragments, { maxLength: 6 }), (kind, locale, parts) => {
        const text = parts.join('')
        const match = readEntity(kind, text, { locale })
        if (match?.literal !== undefined) expect(text).toContain(match.literal)
        readInside(kind, text, { locale })
      }),
      { numRuns: 1_500 },
    )
  })

  it.each(['1', '1,', 'one ', 'a@a.', 'http://a.', '(1', 'march ', '十', 'in 1 ', 'my name is ', '1:', 'aaaaaaaaaa', ' ', '1 1/1.', 'blue '])('a thousand characters of %j take a moment', (unit) => {
    const text = unit.repeat(1_000).slice(0, 1_000)
    for (const kind of kinds) {
      // The machine has pauses of its own: the quickest of three counts.
      const times = [1, 2, 3].map(() => {
        const started = performance.now()
        readEntity(kind, text)
        return performance.now() - started
      })
      expect(Math.min(...times), kind).toBeLessThan(100)
    }
  })
})
