import { fxError } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { T } from '../types.ts'
import { Dec, decFromInt } from '../values/decimal.ts'
import { valueColumn, type FxValue } from '../values/value.ts'
import { plainText } from '../text/plain-text.ts'
import { fn, type FnDef } from './define.ts'

const F = 'text'
const bad = (): FxValue => fxError('InvalidArgument')
const whole = (n: number): Dec => decFromInt(n)

const text1 = (name: string, about: string, f: (text: string) => FxValue): FnDef =>
  fn(F, name, 'text: Text', T.Text, about, (_: Ctx, text: string) => f(text), { tabular: true })

function left(_: Ctx, text: string, count: number): FxValue {
  return count < 0 ? bad() : text.slice(0, Math.trunc(count))
}
function right(_: Ctx, text: string, count: number): FxValue {
  if (count < 0) return bad()
  return count < 1 ? '' : text.slice(Math.max(0, text.length - Math.trunc(count)))
}
function mid(_: Ctx, text: string, start: number, count: number | undefined): FxValue {
  const from = Math.trunc(start)
  if (from < 1 || (count !== undefined && count < 0)) return bad()
  return count === undefined ? text.slice(from - 1) : text.slice(from - 1, from - 1 + Math.trunc(count))
}

function find(_: Ctx, needle: string, hay: string, start = 1): FxValue {
  const from = Math.trunc(start)
  if (from < 1 || from > hay.length + 1) return bad()
  const at = hay.indexOf(needle, from - 1)
  return at < 0 ? null : whole(at + 1)
}

function replace(ctx: Ctx, text: string, start: number, count: number, by: string): FxValue {
  const from = Math.trunc(start)
  if (from < 1 || count < 0) return bad()
  const head = text.slice(0, from - 1)
  ctx.text(text.length + by.length)
  return head + by + text.slice(from - 1 + Math.trunc(count))
}

function substitute(ctx: Ctx, text: string, old: string, by: string, nth: number | undefined): FxValue {
  if (nth !== undefined && nth < 1) return bad()
  if (old === '') return text
  if (nth === undefined) {
    ctx.text(text.length + by.length * (text.length / old.length))
    return text.replaceAll(old, () => by)
  }
  let at = -1
  for (let i = 0; i < Math.trunc(nth); i++) {
    at = text.indexOf(old, i === 0 ? 0 : at + old.length)
    if (at < 0) return text
  }
  return text.slice(0, at) + by + text.slice(at + old.length)
}

function split(ctx: Ctx, text: string, separator: string): FxValue {
  const parts = separator === '' ? [...splitChars(text)] : text.split(separator)
  ctx.rows(parts.length)
  return valueColumn(parts)
}
const splitChars = (text: string): string[] => text.split('')

const proper = (text: string): string =>
  text.toLowerCase().replace(/(^|[^\p{L}\p{M}'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())

function charOf(_: Ctx, code: number): FxValue {
  const n = Math.trunc(code)
  return n < 1 || n > 255 ? bad() : String.fromCharCode(n)
}

function uniChar(_: Ctx, code: number): FxValue {
  const n = Math.trunc(code)
  if (n < 1 || n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return n >= 0xd800 && n <= 0xdfff ? fxError('NotApplicable') : bad()
  return String.fromCodePoint(n)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const encodeHtml = (text: string): string =>
  text.replace(/[&<>"']|[\u00a0-\u00ff]|[\u{10000}-\u{10ffff}]/gu, (c) => ENTITIES[c] ?? `&#${c.codePointAt(0)};`)

function encodeUrl(text: string): FxValue {
  try {
    return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  } catch {
    return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  }
}

function dec2hex(_: Ctx, n: number, places: number | undefined): FxValue {
  const value = Math.floor(n)
  if (value < -549755813888 || value > 549755813887) return fxError('Numeric')
  if (places !== undefined && (places < 1 || places > 10)) return fxError('Numeric')
  if (value < 0) return (value + 2 ** 40).toString(16).toUpperCase()
  const hex = value.toString(16).toUpperCase()
  const width = Math.trunc(places ?? 0)
  if (width && hex.length > width) return fxError('Numeric')
  return hex.padStart(width, '0')
}

function hex2dec(_: Ctx, text: string): FxValue {
  if (text.length > 10 || !/^[0-9a-f]*$/i.test(text)) return fxError('Numeric')
  if (text === '') return whole(0)
  const n = parseInt(text, 16)
  return whole(n >= 2 ** 39 ? n - 2 ** 40 : n)
}

export const textFunctions: readonly FnDef[] = [
  fn(F, 'Char', 'code: Number', T.Text, 'The character with a code from 1 to 255.', charOf, { tabular: true, foldable: true }),
  text1('EncodeHTML', 'Replaces the characters that mean something in HTML.', encodeHtml),
  fn(F, 'EncodeUrl', 'text: Text', T.Text, 'Percent-encodes text for use in an address.', (_: Ctx, text: string) => encodeUrl(text)),
  fn(F, 'EndsWith', 'text: Text, end: Text', T.Boolean, 'Whether text ends with other text, whatever the case.', (_: Ctx, a: string, b: string) => a.toLowerCase().endsWith(b.toLowerCase())),
  fn(F, 'StartsWith', 'text: Text, start: Text', T.Boolean, 'Whether text starts with other text, whatever the case.', (_: Ctx, a: string, b: string) => a.toLowerCase().startsWith(b.toLowerCase())),
  fn(F, 'Find', 'find: Text, within: Text, start?: Number', T.Decimal, 'Where text begins within other text, or Blank.', find, { tabular: true }),
  fn(F, 'Left', 'text: Text, count: Number', T.Text, 'The first characters of a text.', left, { tabular: true }),
  fn(F, 'Len', 'text: Text', T.Decimal, 'How many characters a text has.', (_: Ctx, text: string) => whole(text.length), { tabular: true }),
  text1('Lower', 'Small letters.', (text) => text.toLowerCase()),
  fn(F, 'Mid', 'text: Text, start: Number, count?: Number', T.Text, 'Characters from the middle of a text.', mid, { tabular: true }),
  fn(F, 'PlainText', 'text: Text', T.Text, 'HTML or XML without its tags.', (_: Ctx, text: string) => plainText(text)),
  text1('Proper', 'Capitals At The Start Of Words.', proper),
  fn(F, 'Replace', 'text: Text, start: Number, count: Number, new: Text', T.Text, 'Replaces characters by position.', replace, { tabular: true }),
  fn(F, 'Right', 'text: Text, count: Number', T.Text, 'The last characters of a text.', right, { tabular: true }),
  fn(F, 'Split', 'text: Text, separator: Text', { kind: 'Table', fields: new Map([['Value', T.Text]]) }, 'A table of the parts between separators.', split),
  fn(F, 'Substitute', 'text: Text, old: Text, new: Text, instance?: Number', T.Text, 'Replaces text by matching it.', substitute, { tabular: true }),
  text1('Trim', 'Removes spaces around a text and doubled ones inside.', (text) => text.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' ')),
  text1('TrimEnds', 'Removes spaces around a text.', (text) => text.replace(/^ +| +$/g, '')),
  fn(F, 'UniChar', 'code: Number', T.Text, 'The character with a Unicode number.', uniChar, { tabular: true, foldable: true }),
  text1('Upper', 'Capital letters.', (text) => text.toUpperCase()),
  fn(F, 'Dec2Hex', 'number: Number, places?: Number', T.Text, 'A number in hexadecimal.', dec2hex, { tabular: true, columnAsArgument: true }),
  fn(F, 'Hex2Dec', 'text: Text', T.Decimal, 'Hexadecimal text as a number.', hex2dec, { tabular: true, foldable: true }),
]
