/** How makers and their tools begin a description; what follows is what the topic is about. */
const opening = /^(?:this|the)\s+(?:tool|topic|agent|action|flow|skill)\s+(?:(?:can|will|should)\s+)?(?:(?:be\s+)?used?\s+(?:for|to|when)|(?:helps?|allows?|lets|enables|assists?)\s+(?:the\s+)?(?:customers?|users?|people|employees)?(?:\s+(?:to|with|in))?|handles?|answers?|starts?\s+when|is\s+(?:for|about))\s+/iu
const queries = /queries\s+like\s+(?:these|this)\s*:\s*/iu
/** More of a description tells topics apart no better. */
const MOST = 12

/**
 * What a topic without phrases may be found by: the sentences of its descriptions without their usual openings. "This
 * tool can handle queries like these: a, b" is how the original product writes phrases into a description.
 */
export function aboutSentences(descriptions: readonly string[]): string[] {
  const sentences = descriptions.flatMap((description) => {
    const listed = description.split(queries)
    const before = (listed[0] ?? '').split(/(?<=[.!?。！？])\s+|\n+/u)
    const phrases = listed.slice(1).flatMap((list) => list.split(/[,;，、；\n]+/u))
    return [...(listed.length > 1 ? [] : before), ...phrases]
  })
  const plain = sentences.map((sentence) => sentence.trim().replace(opening, '').replace(/[.。]$/u, '').trim())
  return [...new Set(plain)].filter((sentence) => /[\p{L}\p{N}]/u.test(sentence)).slice(0, MOST)
}
