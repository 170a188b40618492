import { fxError } from './errors.ts'
import { FxError, type FxValue } from './values/value.ts'

/** What an evaluation may ask of the world. Clock and random are injected, so a run can be repeated exactly. */
export type FxEnv = {
  /** `lookup('Topic', 'Name')` for a variable, `lookup('Topic')` for a whole scope, `lookup('x')` for a bare name. */
  lookup(scope: string, name?: string): FxValue | undefined
  now(): Date
  random(): number
  /** IANA, for example `Europe/Paris`. */
  timeZone: string
  locale: string
  /** Steps one evaluation may take; each call, row and regular expression costs some. */
  fuel?: number
}

const DEFAULT_FUEL = 1_000_000
const MAX_TEXT = 4_000_000
const MAX_ROWS = 200_000

/** Thrown when an evaluation has used up its fuel or its memory; it never leaves the module. */
export class Exhausted extends Error {
  readonly result: FxError
  constructor(kind: 'Timeout' | 'InsufficientMemory') {
    super(kind)
    this.result = fxError(kind, kind === 'Timeout' ? 'The formula took too many steps.' : 'The formula used too much memory.')
  }
}

/** One evaluation in progress. `slots` holds the current row of every enclosing row scope. */
export class Ctx {
  readonly env: FxEnv
  readonly slots: FxValue[] = []
  private fuel: number
  private memory = 64_000_000
  private nowMs: number | undefined
  constructor(env: FxEnv) {
    this.env = env
    this.fuel = env.fuel ?? DEFAULT_FUEL
  }

  /** The same instant for every Now() of one evaluation. */
  now(): number {
    return (this.nowMs ??= this.env.now().getTime())
  }

  spend(steps: number): void {
    this.fuel -= steps
    if (this.fuel < 0) throw new Exhausted('Timeout')
  }

  /** Accounts for a text about to exist. */
  text(length: number): void {
    this.memory -= length
    if (length > MAX_TEXT || this.memory < 0) throw new Exhausted('InsufficientMemory')
  }

  rows(count: number): void {
    this.memory -= count * 16
    this.spend(count)
    if (count > MAX_ROWS || this.memory < 0) throw new Exhausted('InsufficientMemory')
  }
}

export type Eval = (ctx: Ctx) => FxValue

/** An environment for work that needs none: folding literals, printing values. */
export const NOWHERE: FxEnv = { lookup: () => undefined, now: () => new Date(0), random: () => 0, timeZone: 'UTC', locale: 'en-US' }
