import type { JsonNode } from './json-node.ts'
import { Dec } from './decimal.ts'

/**
 * What an expression can produce. Blank is `null`, Text a string, Boolean a boolean, Float a number;
 * everything else is one of the classes below, told apart with `instanceof`.
 */
export type FxValue =
  | null
  | string
  | boolean
  | number
  | Dec
  | FxDate
  | FxTime
  | FxGuid
  | FxColor
  | FxError
  | FxRecord
  | FxTable
  | FxDynamic
  | FxEnumValue
  | FxOption

export { Dec } from './decimal.ts'

/** A wall-clock moment: `ms` is milliseconds since 1970 as if the clock on the wall showed UTC. */
export class FxDate {
  readonly ms: number
  readonly dateOnly: boolean
  constructor(ms: number, dateOnly: boolean) {
    this.ms = ms
    this.dateOnly = dateOnly
  }
}

/** A length of time within (usually) one day, in milliseconds. */
export class FxTime {
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
}

export class FxGuid {
  /** Lower case with dashes. */
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export class FxColor {
  readonly r: number
  readonly g: number
  readonly b: number
  /** 0..1 */
  readonly a: number
  constructor(r: number, g: number, b: number, a: number) {
    this.r = r
    this.g = g
    this.b = b
    this.a = a
  }
}

export type FxErrorDetail = { kind: number; message: string; details?: FxValue; source?: string; observed?: string }

/** A run-time error is a value; several may be merged into one. */
export class FxError {
  readonly errors: readonly FxErrorDetail[]
  constructor(errors: readonly FxErrorDetail[]) {
    this.errors = errors
  }
}

/** Fields live in a Map, so `__proto__` and `constructor` are names like any other. */
export class FxRecord {
  readonly fields: ReadonlyMap<string, FxValue>
  constructor(fields: ReadonlyMap<string, FxValue>) {
    this.fields = fields
  }
  get(name: string): FxValue {
    return this.fields.get(name) ?? null
  }
}

/** Rows are records, Blank or errors. */
export class FxTable {
  readonly rows: readonly FxValue[]
  constructor(rows: readonly FxValue[]) {
    this.rows = rows
  }
}

/** Untyped JSON from ParseJSON; numbers keep their source text. */
export class FxDynamic {
  readonly node: JsonNode
  constructor(node: JsonNode) {
    this.node = node
  }
}

/** A member of a built-in enum: `SortOrder.Ascending`, backed by text, a number or a colour. */
export class FxEnumValue {
  readonly enumName: string
  readonly name: string
  readonly value: FxValue
  constructor(enumName: string, name: string, value: FxValue) {
    this.enumName = enumName
    this.name = name
    this.value = value
  }
}

/** A choice from an option set (closed-list entity). Compared by id, printed by display name. */
export class FxOption {
  readonly set: string
  readonly id: string
  readonly name: string
  constructor(set: string, id: string, name: string) {
    this.set = set
    this.id = id
    this.name = name
  }
}

export const isBlank = (value: FxValue): boolean =>
  value === null || value === '' || (value instanceof FxDynamic && value.node === null)
export const isError = (value: FxValue): value is FxError => value instanceof FxError

/** One-column rows whose cell is the value itself, even when it is a record. */
export const valueColumn = (values: readonly FxValue[]): FxTable =>
  new FxTable(values.map((value) => new FxRecord(new Map([['Value', value]]))))
