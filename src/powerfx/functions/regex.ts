import type { FnDef } from './define.ts'

export const regexFunctions: readonly FnDef[] = []
