export type TokenKind = 'key' | 'comment' | 'formula' | 'variable' | 'text' | 'kind' | 'mark' | 'plain'
export type Token = { kind: TokenKind; text: string }

/**
 * Colours for each line. Not a parser: it must say something useful about a document that is being typed. Lines below a
 * `key: |` are text until one is less deep.
 */
export function highlightYaml(text: string): Token[][] {
  let block: { indent: number; formula: boolean } | undefined
  return text.split('\n').map((line) => {
    const depth = line.length - line.trimStart().length
    if (block && line.trim() && depth <= block.indent) block = undefined
    if (block) return block.formula ? [{ kind: 'formula', text: line }] : withVariables(line)
    const opened = /:\s*(=)?\s*[|>][-+0-9]*\s*$/.exec(line)
    if (opened) block = { indent: depth + (/^ *- /.exec(line) ? 2 : 0), formula: false }
    return highlightLine(line)
  })
}

function highlightLine(line: string): Token[] {
  if (/^\s*#/.test(line)) return [{ kind: 'comment', text: line }]
  const match = /^(\s*)((?:- )*)(?:([^\s:#'"=][^:#]*?|"[^"]*"|'[^']*')(:)(?=\s|$))?(.*)$/.exec(line)
  if (!match) return [{ kind: 'plain', text: line }]
  const [, space = '', dashes = '', key = '', colon = '', rest = ''] = match
  return [
    ...token('plain', space),
    ...token('mark', dashes),
    ...token('key', key),
    ...token('mark', colon),
    ...(key === 'kind' ? kindValue(rest) : value(rest)),
  ]
}

function kindValue(rest: string): Token[] {
  const space = /^\s*/.exec(rest)?.[0] ?? ''
  return [...token('plain', space), ...token('kind', rest.slice(space.length))]
}

function value(rest: string): Token[] {
  const space = /^\s*/.exec(rest)?.[0] ?? ''
  const body = rest.slice(space.length)
  if (/^["']?=/.test(body)) return [...token('plain', space), ...token('formula', body)]
  const comment = /\s#.*$/.exec(body)
  const words = comment ? body.slice(0, comment.index) : body
  return [...token('plain', space), ...withVariables(words), ...token('comment', comment?.[0] ?? '')]
}

/** Text with `{Topic.Name}` parts. */
function withVariables(words: string): Token[] {
  return words.split(/(\{[^{}]*\})/).flatMap((part) => token(part.startsWith('{') && part.endsWith('}') ? 'variable' : 'text', part))
}

const token = (kind: TokenKind, text: string): Token[] => (text ? [{ kind, text }] : [])
