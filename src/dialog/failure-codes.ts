import { ownFailures, publishedFailures } from './failure-table.ts'

/** Codes of the original product that failures here carry. An HTTP status becomes `HTTP404`. */
const publishedCodes: readonly string[] = publishedFailures.map(({ code }) => code)

/** What the original product has no code for. */
const ownCodes: readonly string[] = ownFailures.map(({ code }) => code)

const known = new Set([...publishedCodes, ...ownCodes])
export const isKnownCode = (code: string) => known.has(code) || /^HTTP[1-5]\d\d$/.test(code)
