import { describe, expect, it } from 'vitest'
import { compileExpression, fromJson, type FxEnv } from '../index.ts'
import { serialize } from '../serialize.ts'

const topic: Record<string, unknown> = {
  low: 2, high: 9, when: { $fx: 'datetime', v: '2026-03-28T22:15:30.250' }, day: { $fx: 'date', v: '2026-02-28' }, word: 'Straße',
  fruit: [{ name: 'pear', kg: 2, ripe: true }, { name: 'Apple', kg: 0.5, ripe: false }, { name: 'fig', kg: 2, ripe: true }],
  names: { $fx: 'column', v: ['pear', 'fig'] },
  json: { $fx: 'dynamic', v: { list: [{ id: 1 }, { id: 2 }], text: '7', on: true } },
}
const env: FxEnv = {
  lookup: (scope, name) => (scope === 'Topic' && name !== undefined ? fromJson(topic[name] ?? null) : undefined),
  now: () => new Date('2026-03-01T23:30:00Z'),
  random: () => 0.5,
  timeZone: 'Europe/Berlin',
  locale: 'en-US',
}
const run = (source: string): string => {
  const compiled = compileExpression(source, { lenient: true })
  expect(compiled.diagnostics.filter((d) => d.severity === 'error')).toEqual([])
  return serialize(compiled.evaluate(env))
}
const cases = (rows: [source: string, result: string][]): void => it.each(rows)('%s is %s', (source, result) => expect(run(source)).toBe(result))

describe('numbers', () => {
  cases([
    ['0.1 + 0.2', '0.3'],
    ['1 / 3 * 3', '0.9999999999999999999999999999'],
    ['RoundUp(-2.11, 1)', '-2.2'],
    ['Mod(-7, 3)', '2'],
    ['Max(Topic.low, Topic.high)', '9'],
    ['Max(Topic.fruit, kg)', '2'],
    ['Average(Topic.fruit, kg)', '1.5'],
    ['Value("(1,250.5)") ', '-1250.5'],
    ['Dec2Hex(-1)', '"FFFFFFFFFF"'],
    ['RandBetween(1, 9)', '5'],
    ['9 / (3 - 3)', 'Error({Kind:ErrorKind.Div0})'],
  ])
})

describe('text', () => {
  cases([
    ['Proper("o\'brien and co")', '"O\'brien And Co"'],
    ['Substitute("a-b-c-d", "-", "+", 2)', '"a-b+c-d"'],
    ['Trim("  two   words ")', '"two words"'],
    ['Mid("bicycle", 3, 3)', '"cyc"'],
    ['Upper(Left(["ab", "cd"], 1))', 'Table({Value:"A"},{Value:"C"})'],
    ['EncodeUrl("a b&c")', '"a%20b%26c"'],
    ['PlainText("<p>One</p><p>Two &amp; three</p>")', '"One\r\n\r\nTwo & three"'],
    ['$"{Topic.low} of {Topic.high}"', '"2 of 9"'],
    ['"FIG" in Topic.names', 'true'],
    ['"FIG" exactin Topic.names', 'false'],
  ])
})

describe('patterns', () => {
  cases([
    ['Match("call 030-1234", "(?<area>\\d+)-?(?<rest>\\d+)").area', '"030"'],
    ['IsMatch("ab12", "[a-z]+\\d+", MatchOptions.Complete)', 'true'],
    ['CountRows(MatchAll("one two", "\\b\\w"))', '2'],
    ['IsMatch("STRASSE", "strasse", MatchOptions.IgnoreCase)', 'true'],
    [`IsMatch("${'a'.repeat(60)}!", "^(a+)+$")`, 'false'],
    [`IsMatch("${'a'.repeat(60)}!", "^(a+)+\\1$", MatchOptions.NumberedSubMatches)`, 'Error({Kind:ErrorKind.Timeout})'],
  ])
})

describe('formats', () => {
  cases([
    ['Text(1234567.891, "#,##0.00")', '"1,234,567.89"'],
    ['Text(0.256, "0.0%")', '"25.6%"'],
    ['Text(-5, "0;(0);zero")', '"(5)"'],
    ['Text(Topic.when, "dd mmm yyyy hh:mm AM/PM")', '"28 Mar 2026 10:15 PM"'],
    ['Text(Topic.day, DateTimeFormat.LongDate)', '"Saturday, February 28, 2026"'],
    ['Text(Topic.when, DateTimeFormat.UTC)', '"2026-03-28T21:15:30.250Z"'],
    ['Text(1234.5, "#,##0.0", "de-DE")', '"1.234,5"'],
    ['Text(12345, "0.0E+00")', '"1.2E+04"'],
  ])
})

describe('dates and times', () => {
  cases([
    ['Today()', 'Date(2026,3,2)'],
    ['DateAdd(Topic.day, 1, TimeUnit.Years)', 'Date(2027,2,28)'],
    ['DateAdd(Topic.when, 12, TimeUnit.Hours)', 'DateTime(2026,3,29,11,15,30,250)'],
    ['DateDiff(Topic.day, Today(), TimeUnit.Months)', '1'],
    ['EOMonth(Topic.day, 0) - Topic.day', '0'],
    ['Topic.when - Topic.day', '28.9274334490741'],
    ['DateValue("5 June 2025")', 'Date(2025,6,5)'],
    ['DateTimeValue("2025-06-05T10:00:00Z")', 'DateTime(2025,6,5,12,0,0,0)'],
    ['TimeValue("6:30 pm")', 'Time(18,30,0,0)'],
    ['Weekday(Topic.day, StartOfWeek.Monday)', '6'],
    ['TimeZoneOffset(Topic.when)', '-60'],
  ])
})

describe('tables', () => {
  cases([
    ['Filter(Topic.fruit, ripe).name', 'Table({Value:"pear"},{Value:"fig"})'],
    ['Concat(Sort(Topic.fruit, name), name, " ")', '"Apple fig pear"'],
    ['First(SortByColumns(Topic.fruit, "kg", SortOrder.Descending, "name", SortOrder.Ascending)).name', '"fig"'],
    ['AddColumns([1, 2], Double, Value * 2)', 'Table({Double:2,Value:1},{Double:4,Value:2})'],
    ['Distinct(Topic.fruit, kg)', 'Table({Value:2},{Value:0.5})'],
    ['Summarize(Topic.fruit, ripe, Sum(ThisGroup, kg) As Total)', 'Table({ripe:true,Total:4},{ripe:false,Total:0.5})'.replace('{ripe:true,Total:4}', '{Total:4,ripe:true}').replace('{ripe:false,Total:0.5}', '{Total:0.5,ripe:false}')],
    ['Patch({a: 1, b: 2}, {b: 3})', '{a:1,b:3}'],
    ['LookUp(Topic.fruit As f, f.kg < 1, f.name)', '"Apple"'],
    ['Index(Topic.fruit, 4)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['ForAll(Sequence(2), With({n: Value}, {square: n * n}))', 'Table({square:1},{square:4})'],
    ['Table({a: 1}, Blank(), {b: "x"})', 'Table({a:1,b:Blank()},Blank(),{a:Blank(),b:"x"})'],
  ])
})

describe('blanks and errors', () => {
  cases([
    ['Coalesce(Topic.none, "", "last")', '"last"'],
    ['IfError(1 / 0, FirstError.Kind = ErrorKind.Div0)', '1'],
    ['IsError(Value("x")) && IsBlank(Topic.none.deeper)', 'true'],
    ['IfError(Error("No stock"), FirstError.Message)', '"No stock"'],
    ['true || 1 / 0 = 1', 'true'],
    ['Blank() = 0', 'false'],
    ['Switch(Topic.low, 1, "one", 2, "two")', '"two"'],
  ])
})

describe('untyped values', () => {
  cases([
    ['Value(Topic.json.text) + 1', '8'],
    ['CountRows(Topic.json.list)', '2'],
    ['Concat(Topic.json.list, Text(ThisRecord.id), "/")', '"1/2"'],
    ['ParseJSON("{""a"":[1.50]}", Type({a: [Number]}))', '{a:Table({Value:1.5})}'],
    ['IsType(ParseJSON("""2026-01-31"""), Date)', 'true'],
    ['JSON({b: Topic.day, a: [1, 2]}, JSONFormat.FlattenValueTables)', '"{""a"":[1,2],""b"":""2026-02-28""}"'],
    ['If(Topic.json.on, "yes", "no")', '"yes"'],
    ['Column(Topic.json, "missing")', 'Blank()'],
  ])
})
