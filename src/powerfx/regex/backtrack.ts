import type { RegexNode } from './node.ts'

/**
 * A matcher that counts its steps, for patterns that could take the native engine exponential or high polynomial time.
 * Everyday patterns never come here.
 */
export class Backtracker {
  private steps = 0
  private readonly run: Matcher
  private readonly captureCount: number
  private readonly limit: number
  constructor(node: RegexNode, captureCount: number, limit: number) {
    this.run = compile(node)
    this.captureCount = captureCount
    this.limit = limit
  }

  /** The first match at or after `from`. Throws `TooManySteps` when the limit is reached. */
  exec(text: string, from: number): RegExpMatchLike | null {
    this.steps = 0
    for (let start = from; start <= text.length; start++) {
      const state: State = { text, captures: new Array<[number, number] | undefined>(this.captureCount), step: () => this.step() }
      let end = -1
      if (this.run(state, start, (at) => ((end = at), true))) {
        return { index: start, 0: text.slice(start, end), groups: state.captures.map((c) => c && text.slice(c[0], c[1])) }
      }
    }
    return null
  }

  private step(): void {
    if (++this.steps > this.limit) throw new TooManySteps()
  }
}

export class TooManySteps extends Error {}
export type RegExpMatchLike = { index: number; 0: string; groups: (string | undefined)[] }

type State = { text: string; captures: ([number, number] | undefined)[]; step(): void }
type Next = (at: number) => boolean
type Matcher = (state: State, at: number, next: Next) => boolean

function compile(node: RegexNode): Matcher {
  switch (node.kind) {
    case 'atom':
      return matchAtom(node.js)
    case 'sequence':
      return matchSequence(node.items.map(compile))
    case 'choice': {
      const branches = node.branches.map(compile)
      return (state, at, next) => branches.some((branch) => branch(state, at, next))
    }
    case 'capture':
      return matchCapture(node.index, compile(node.body))
    case 'repeat':
      return node.body.kind === 'atom' && node.body.width ? repeatAtom(node, node.body.js) : repeatAny(node, compile(node.body))
    case 'look':
      return matchLook(node, compile(node.body))
    case 'reference':
      return matchReference(node)
  }
}

/** How far one atom reaches at a place, or -1. */
function atomLength(js: string): (text: string, at: number) => number {
  const regex = new RegExp(js, 'vy')
  return (text, at) => {
    regex.lastIndex = at
    return regex.test(text) ? regex.lastIndex - at : -1
  }
}

function matchAtom(js: string): Matcher {
  const length = atomLength(js)
  return (state, at, next) => {
    state.step()
    const n = length(state.text, at)
    return n >= 0 && next(at + n)
  }
}

const matchSequence = (items: readonly Matcher[]): Matcher =>
  items.reduceRight<Matcher>((rest, item) => (state, at, next) => item(state, at, (then) => rest(state, then, next)), (_, at, next) => next(at))

const matchCapture = (index: number, body: Matcher): Matcher => (state, at, next) => {
  const before = state.captures[index]
  if (body(state, at, (end) => {
    const inner = state.captures[index]
    state.captures[index] = [at, end]
    return next(end) || ((state.captures[index] = inner), false)
  })) return true
  state.captures[index] = before
  return false
}

type Repeat = Extract<RegexNode, { kind: 'repeat' }>

/** Repeating a single step needs no recursion: collect the places, then try them from the far or the near end. */
function repeatAtom({ min, max, lazy }: Repeat, js: string): Matcher {
  const length = atomLength(js)
  return (state, at, next) => {
    const places = [at]
    const more = (): boolean => {
      const last = places.at(-1) as number
      const n = places.length <= max ? length(state.text, last) : -1
      state.step()
      if (n > 0) places.push(last + n)
      return n > 0
    }
    if (lazy) {
      for (let i = 0; ; i++) {
        if (i >= min && next(places[i] as number)) return true
        if (i + 1 >= places.length && !more()) return false
      }
    }
    while (more()) continue
    for (let i = places.length - 1; i >= min; i--) if (next(places[i] as number)) return true
    return false
  }
}

function repeatAny({ min, max, lazy }: Repeat, body: Matcher): Matcher {
  const from = (state: State, at: number, count: number, next: Next): boolean => {
    state.step()
    const again = (): boolean =>
      count < max && body(state, at, (then) => (then > at || count < min) && from(state, then, count + 1, next))
    if (count < min) return again()
    return lazy ? next(at) || again() : again() || next(at)
  }
  return (state, at, next) => from(state, at, 0, next)
}

function matchLook({ behind, negative, reach }: Extract<RegexNode, { kind: 'look' }>, body: Matcher): Matcher {
  const ahead = (state: State, at: number): boolean => body(state, at, () => true)
  const back = (state: State, at: number): boolean => {
    for (let start = at; start >= Math.max(0, at - reach); start--) if (body(state, start, (end) => end === at)) return true
    return false
  }
  const found = behind ? back : ahead
  return (state, at, next) => {
    state.step()
    return found(state, at) !== negative && next(at)
  }
}

const matchReference = ({ index, ignoreCase }: Extract<RegexNode, { kind: 'reference' }>): Matcher => (state, at, next) => {
  state.step()
  const span = state.captures[index]
  if (!span) return false
  const wanted = state.text.slice(span[0], span[1])
  const found = state.text.slice(at, at + wanted.length)
  const same = found === wanted || (ignoreCase && found.toLowerCase() === wanted.toLowerCase())
  return same && next(at + wanted.length)
}
