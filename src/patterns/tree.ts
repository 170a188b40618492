/** What a reader of patterns makes: this domain's own for .NET, and the one of Power Fx. */
export type PatternTree = { node: PatternNode; captures: number; hasReferences: boolean }

/** A pattern as a tree. Everything below `atom` is structure; what consumes a character is an atom. */
export type PatternNode =
  | { kind: 'atom'; matches: CharacterTest }
  | { kind: 'assert'; holds: PlaceTest }
  | { kind: 'sequence'; items: readonly PatternNode[] }
  | { kind: 'choice'; branches: readonly PatternNode[] }
  | { kind: 'repeat'; body: PatternNode; min: number; max: number; lazy: boolean }
  | { kind: 'capture'; index: number; body: PatternNode }
  | { kind: 'look'; behind: boolean; negative: boolean; body: PatternNode }
  | { kind: 'atomic'; body: PatternNode }
  | { kind: 'reference'; index: number; ignoreCase: boolean }

/** Whether a character, given as its code point, fits. */
export type CharacterTest = (code: number) => boolean

/** Whether a place between two characters fits: `at` counts code points. */
export type PlaceTest = (text: readonly number[], at: number) => boolean

/** What is wrong with a pattern, and where: `at` counts UTF-16 units. */
export class PatternProblem extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}
