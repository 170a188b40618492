import type { Folded } from './folded.ts'
import { fold, isBoundary, literalOf } from './folded.ts'

export type FoundName = { start: number; end: number; name: string; literal: string }

/** Many names, looked for in a text at once: the longest of those that begin at a place. */
export class NameIndex {
  private readonly byStart = new Map<string, string[]>()
  /** Folded -> as it is written. */
  readonly names: ReadonlyMap<string, string>

  constructor(names: Iterable<string>) {
    this.names = new Map([...names].map((name): [string, string] => [fold(name), name]).filter(([folded]) => folded.length > 0))
    for (const folded of [...this.names.keys()].toSorted((a, b) => b.length - a.length)) {
      const start = folded.slice(0, 1)
      const same = this.byStart.get(start)
      if (same) same.push(folded)
      else this.byStart.set(start, [folded])
    }
  }

  find(folded: Folded): FoundName[] {
    const { text } = folded
    const found: FoundName[] = []
    for (let at = 0; at < text.length; at++) {
      if (!isBoundary(text, at)) continue
      const name = this.byStart.get(text[at] ?? '')?.find((candidate) => text.startsWith(candidate, at) && this.ends(text, at + candidate.length))
      if (name === undefined) continue
      found.push({ start: at, end: at + name.length, name: this.names.get(name) ?? name, literal: literalOf(folded, at, at + name.length) })
      at += name.length - 1
    }
    return found
  }

  /** Korean particles follow without a space, and a name of one syllable would be found everywhere. */
  private ends(text: string, at: number): boolean {
    return isBoundary(text, at) || (/\p{Script=Hangul}/u.test(text[at - 1] ?? '') && /^(?:이요|요|에서?|에|의|을|를|이|가|은|는|으로|로|입니다|이에요|예요|어를?)(?![가-힣]{2})/.test(text.slice(at)))
  }
}
