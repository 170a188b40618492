/** HTML to text: scripts and styles go, line-making tags become line ends, other tags vanish, entities are decoded. */
export function plainText(html: string): string {
  return html
    .replace(/<\s*(script|style|title|head)\b[^>]*>[\s\S]*?<\s*\/\s*\1\s*>/gi, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/[\t ]*[\r\n]+[\t ]*/g, ' ')
    .replace(/<\s*(?:br|li)\b[^>]*>/gi, '\r\n')
    .replace(/<\s*(?:p|div|tr)\b[^>]*>/gi, '\r\n\r\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, decodeEntity)
    .trim()
}

/** Names of the characters 160 to 255, in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm ' +
  'raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde ' +
  'Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave ' +
  'eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
/** Greek capitals from U+0391 (with the gap for final sigma) and small letters from U+03B1. */
const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega'

const NAMED: ReadonlyMap<string, string> = new Map<string, string>([
  ['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"], ['euro', '€'], ['hellip', '…'], ['mdash', '—'], ['ndash', '–'],
  ['lsquo', '‘'], ['rsquo', '’'], ['ldquo', '“'], ['rdquo', '”'], ['sbquo', '‚'], ['bdquo', '„'], ['bull', '•'], ['trade', '™'], ['dagger', '†'],
  ['permil', '‰'], ['lsaquo', '‹'], ['rsaquo', '›'], ['larr', '←'], ['rarr', '→'], ['uarr', '↑'], ['darr', '↓'], ['infin', '∞'], ['ne', '≠'],
  ['le', '≤'], ['ge', '≥'], ['sum', '∑'], ['minus', '−'], ['radic', '√'], ['OElig', 'Œ'], ['oelig', 'œ'], ['Scaron', 'Š'], ['scaron', 'š'],
  ['Yuml', 'Ÿ'], ['fnof', 'ƒ'], ['circ', 'ˆ'], ['tilde', '˜'], ['ensp', '\u2002'], ['emsp', '\u2003'], ['thinsp', '\u2009'],
  ...LATIN.split(' ').map((name, i): [string, string] => [name, String.fromCharCode(160 + i)]),
  ...GREEK.split(' ').map((name, i): [string, string] => [name, String.fromCharCode(0x3b1 + i)]),
  ...GREEK.split(' ').map((name, i): [string, string] => [name[0]?.toUpperCase() + name.slice(1), String.fromCharCode(0x391 + i)]),
])

function decodeEntity(whole: string, body: string): string {
  if (!body.startsWith('#')) return NAMED.get(body) ?? whole
  const code = /^#x/i.test(body) ? parseInt(body.slice(2), 16) : parseInt(body.slice(1), 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
