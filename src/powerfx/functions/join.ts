import type { FnDef } from './define.ts'

export const joinFunctions: readonly FnDef[] = []
