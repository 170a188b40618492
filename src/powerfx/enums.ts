import { ErrorKind } from './errors.ts'
import { namedColors } from './named-colors.ts'
import { decFromInt } from './values/decimal.ts'
import { FxEnumValue, type FxValue } from './values/value.ts'

/**
 * A built-in enum. `toBacking`: a member may stand where its backing type is wanted (`ErrorKind.Div0 + 1`).
 * `fromBacking`: plain text or numbers are taken for a member. `concat`: joining members with `&` stays in the enum.
 */
type EnumInfo = {
  readonly name: string
  readonly backing: 'Text' | 'Number' | 'Color'
  readonly members: ReadonlyMap<string, FxEnumValue>
  readonly toBacking: boolean
  readonly fromBacking: boolean
  readonly concat: boolean
}

type Flags = Partial<Pick<EnumInfo, 'toBacking' | 'fromBacking' | 'concat'>>

function define(name: string, backing: EnumInfo['backing'], members: Iterable<[string, FxValue]>, flags: Flags = {}): EnumInfo {
  const map = new Map<string, FxEnumValue>()
  for (const [member, value] of members) map.set(member, new FxEnumValue(name, member, value))
  return { name, backing, members: map, toBacking: false, fromBacking: false, concat: false, ...flags }
}

const numbers = (members: Readonly<Record<string, number>>): [string, FxValue][] =>
  Object.entries(members).map(([name, n]) => [name, decFromInt(n)])
const texts = (members: Readonly<Record<string, string>>): [string, FxValue][] => Object.entries(members)

const dateTimeFormat = texts({
  LongDate: "'longdate'",
  ShortDate: "'shortdate'",
  LongTime: "'longtime'",
  ShortTime: "'shorttime'",
  LongTime24: "'longtime24'",
  ShortTime24: "'shorttime24'",
  LongDateTime: "'longdatetime'",
  ShortDateTime: "'shortdatetime'",
  LongDateTime24: "'longdatetime24'",
  ShortDateTime24: "'shortdatetime24'",
  UTC: 'utc',
})

const QUOTES = '«»‹›“”„‟‘’‚‛「」『』【】〈〉《》（）'
const LOCAL_PART = `[^\\s"\\(\\),:;<>@\\[\\\\\\]${QUOTES}]+`
const LABEL = `[^\\s\\.!-,\\/:-@\\[-\\^\`\\{-~${QUOTES}]+`
/** An address as it stands in running text: no quoted local part, at least one dot in the domain. */
const EMAIL = `(?:${LOCAL_PART}@${LABEL}(?:\\.${LABEL})+)`

const matchPatterns = texts({
  Any: '.',
  Comma: ',',
  Digit: '\\d',
  Email: EMAIL,
  Hyphen: '-',
  LeftParen: '\\(',
  Letter: '\\p{L}',
  MultipleDigits: '\\d+',
  MultipleLetters: '\\p{L}+',
  MultipleNonSpaces: '\\S+',
  MultipleSpaces: '\\s+',
  NonSpace: '\\S',
  OptionalDigits: '\\d*',
  OptionalLetters: '\\p{L}*',
  OptionalNonSpaces: '\\S*',
  OptionalSpaces: '\\s*',
  Period: '\\.',
  RightParen: '\\)',
  Space: '\\s',
  Tab: '\\t',
})

export const builtinEnums: readonly EnumInfo[] = [
  define('Color', 'Color', namedColors(), { toBacking: true }),
  define('DateTimeFormat', 'Text', dateTimeFormat, { toBacking: true, fromBacking: true }),
  define('ErrorKind', 'Number', numbers(ErrorKind), { toBacking: true }),
  define(
    'JSONFormat',
    'Text',
    texts({ Compact: '', FlattenValueTables: '_', IgnoreBinaryData: 'G', IgnoreUnsupportedTypes: 'I', IncludeBinaryData: 'B', IndentFour: '4' }),
    { concat: true },
  ),
  define('JoinType', 'Text', texts({ Inner: 'inner', Full: 'full', Left: 'left', Right: 'right' })),
  define('Match', 'Text', matchPatterns, { toBacking: true, fromBacking: true, concat: true }),
  define(
    'MatchOptions',
    'Text',
    texts({ BeginsWith: '^c', Complete: '^c$', Contains: 'c', DotAll: 's', EndsWith: 'c$', FreeSpacing: 'x', IgnoreCase: 'i', Multiline: 'm', None: '', NumberedSubMatches: 'N' }),
    { concat: true },
  ),
  define('SortOrder', 'Text', texts({ Ascending: 'ascending', Descending: 'descending' })),
  define(
    'StartOfWeek',
    'Number',
    numbers({ Sunday: 1, Monday: 2, MondayZero: 3, Tuesday: 12, Wednesday: 13, Thursday: 14, Friday: 15, Saturday: 16 }),
  ),
  define(
    'TimeUnit',
    'Text',
    texts({ Days: 'days', Hours: 'hours', Milliseconds: 'milliseconds', Minutes: 'minutes', Months: 'months', Quarters: 'quarters', Seconds: 'seconds', Years: 'years' }),
  ),
  define('TraceOptions', 'Text', texts({ IgnoreUnsupportedTypes: 'I', None: '' }), { concat: true }),
  define('TraceSeverity', 'Number', numbers({ Critical: -1, Error: 0, Warning: 1, Information: 3, Verbose: 4 })),
]

const BY_NAME: ReadonlyMap<string, EnumInfo> = new Map(builtinEnums.map((info) => [info.name, info]))
export const enumByName = (name: string): EnumInfo | undefined => BY_NAME.get(name)

export const enumNames: readonly string[] = builtinEnums.map(({ name }) => name)
