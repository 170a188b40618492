import { parseFormat } from './format-parse.ts'

/** Whether a literal format of Text() is one the language accepts. */
export const checkFormat = (format: string): boolean => parseFormat(format) !== undefined
