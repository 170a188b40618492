/**
 * A pattern as a tree. An atom is anything that takes one step: a character, a class, an anchor; `js` is its v-flag
 * source. `max` of a look-behind is how far back it can reach.
 */
export type RegexNode =
  | { kind: 'atom'; js: string; width: boolean }
  | { kind: 'sequence'; items: RegexNode[] }
  | { kind: 'choice'; branches: RegexNode[] }
  | { kind: 'capture'; index: number; body: RegexNode }
  | { kind: 'repeat'; body: RegexNode; min: number; max: number; lazy: boolean }
  | { kind: 'look'; behind: boolean; negative: boolean; body: RegexNode; reach: number }
  | { kind: 'reference'; index: number; ignoreCase: boolean }

/** The tree as a JavaScript pattern for the v flag. */
export function toSource(node: RegexNode): string {
  switch (node.kind) {
    case 'atom':
      return node.js
    case 'sequence':
      return node.items.map((item) => (item.kind === 'choice' ? `(?:${toSource(item)})` : toSource(item))).join('')
    case 'choice':
      return node.branches.map(toSource).join('|')
    case 'capture':
      return `(${toSource(node.body)})`
    case 'repeat':
      return `(?:${toSource(node.body)})${quantifier(node)}`
    case 'look':
      return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${toSource(node.body)})`
    case 'reference':
      return `(?:\\${node.index + 1})`
  }
}

const quantifier = ({ min, max, lazy }: Extract<RegexNode, { kind: 'repeat' }>): string =>
  `{${min},${max === Infinity ? '' : max}}${lazy ? '?' : ''}`
