import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { fxError } from '../errors.ts'
import { namedColors } from '../named-colors.ts'
import type { Ctx } from '../runtime.ts'
import { T } from '../types.ts'
import { FxColor, FxDynamic, type FxValue } from '../values/value.ts'
import { fn, special, type FnDef } from './define.ts'

const F = 'other'

function rgba(_: Ctx, r: number, g: number, b: number, a: number): FxValue {
  const parts = [r, g, b].map(Math.trunc)
  if (parts.some((n) => n < 0 || n > 255) || a < 0 || a > 1) return fxError('InvalidArgument')
  return new FxColor(parts[0] as number, parts[1] as number, parts[2] as number, Math.round(a * 255) / 255)
}

const byName = new Map(namedColors().map(([name, color]) => [name.toLowerCase(), color]))

function colorValue(_: Ctx, text: string): FxValue {
  if (text === '') return null
  const named = byName.get(text.trim().toLowerCase())
  if (named) return named
  const hex = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text.trim())
  if (!hex) return fxError('InvalidArgument')
  const rgb = parseInt(hex[1] as string, 16)
  return new FxColor(rgb >> 16, (rgb >> 8) & 255, rgb & 255, hex[2] === undefined ? 1 : parseInt(hex[2], 16) / 255)
}

function colorFade(_: Ctx, color: FxColor | null, amount: number): FxValue {
  if (amount < -1 || amount > 1) return fxError('InvalidArgument')
  const c = color ?? new FxColor(0, 0, 0, 0)
  const target = amount < 0 ? 0 : 255
  const share = Math.abs(amount)
  const mix = (n: number): number => Math.floor(n + (target - n) * share + 1e-9)
  return new FxColor(mix(c.r), mix(c.g), mix(c.b), c.a)
}

function bindTrace(b: Binder, call: CallNode): Bound {
  for (const arg of call.args) b.bind(arg)
  return { node: call, type: T.Boolean, run: () => true }
}

function bindRefresh(b: Binder, call: CallNode): Bound {
  b.bind(call.args[0] as Node)
  return { node: call, type: T.Boolean, run: () => true }
}

function bindOptionSetInfo(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  return { node: call, type: T.Text, run: b.convert(arg, T.Text) }
}

const namedColor = fn(F, 'ColorValue', 'text: Text', T.Color, 'A colour by name or hexadecimal code.', colorValue, { tabular: true })

/** Untyped JSON says a colour by its code only. */
function bindColorValue(b: Binder, call: CallNode): Bound {
  const bound = namedColor.bind(b, call)
  const reported = b.diagnostics.length
  const arg = b.bind(call.args[0] as Node)
  b.diagnostics.length = reported
  if (arg.type.kind !== 'Dynamic') return bound
  return {
    ...bound,
    run: (ctx) => {
      const value = arg.run(ctx)
      const isName = value instanceof FxDynamic && typeof value.node === 'string' && !value.node.startsWith('#')
      return isName ? fxError('InvalidArgument') : bound.run(ctx)
    },
  }
}

export const miscFunctions: readonly FnDef[] = [
  fn(F, 'ColorFade', 'color: Color, amount: Number', T.Color, 'A lighter or darker colour.', colorFade, { tabular: true }),
  { ...namedColor, bind: bindColorValue },
  fn(F, 'Language', '', T.Text, 'The language tag of the conversation.', (ctx: Ctx) => ctx.env.locale),
  special(F, 'OptionSetInfo', 'option', 'The name of a choice.', bindOptionSetInfo),
  special(F, 'Refresh', 'source', 'Does nothing here; sources are read when used.', bindRefresh),
  fn(F, 'RGBA', 'red: Number, green: Number, blue: Number, alpha: Number', T.Color, 'A colour from its parts.', rgba),
  special(F, 'Trace', 'message: Text, severity?, record?, options?', 'Does nothing in an expression.', bindTrace, { min: 1 }),
]
