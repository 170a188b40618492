const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** The sentences of a text. A line is a sentence at the most: lists and tables have no full stops. */
export function sentencesOf(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => mended([...segmenter.segment(line)].map(({ segment }) => segment.trim())))
    .filter((sentence) => sentence !== '')
}

/** The platform cuts after `e.g.` and `No.`: what goes on with a small letter or a number was one sentence. */
function mended(parts: string[]): string[] {
  const result: string[] = []
  for (const part of parts) {
    const before = result.at(-1)
    if (before !== undefined && (/^[\p{Ll}\d]/u.test(part) || /\b(e\.g|i\.e|etc|approx|no|nr|bzw|z\.B|Dr|Mr|Mrs|St)\.$/i.test(before))) result[result.length - 1] = `${before} ${part}`
    else result.push(part)
  }
  return result
}
