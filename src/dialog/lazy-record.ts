import { FxRecord } from '../powerfx/index.ts'
import type { FxValue } from './fx.ts'

type Makers = Record<string, () => FxValue>

/** A record whose members are made when a formula first reads them: most turns read one of System.Activity's dozen. */
export function lazyRecord(makers: Makers): FxRecord {
  return new FxRecord(new LazyFields(makers))
}

class LazyFields implements ReadonlyMap<string, FxValue> {
  private readonly makers: Makers
  private readonly made = new Map<string, FxValue>()

  constructor(makers: Makers) {
    this.makers = makers
  }

  get size() {
    return Object.keys(this.makers).length
  }

  has(name: string) {
    return Object.hasOwn(this.makers, name)
  }

  get(name: string): FxValue | undefined {
    const known = this.made.get(name)
    if (known !== undefined || !this.has(name)) return known
    const value = this.makers[name]?.() ?? null
    this.made.set(name, value)
    return value
  }

  keys() {
    return Object.keys(this.makers).values()
  }

  *entries(): MapIterator<[string, FxValue]> {
    for (const name of Object.keys(this.makers)) yield [name, this.get(name) ?? null]
  }

  *values(): MapIterator<FxValue> {
    for (const name of Object.keys(this.makers)) yield this.get(name) ?? null
  }

  [Symbol.iterator]() {
    return this.entries()
  }

  forEach(visit: (value: FxValue, name: string, map: ReadonlyMap<string, FxValue>) => void) {
    for (const [name, value] of this) visit(value, name, this)
  }
}
