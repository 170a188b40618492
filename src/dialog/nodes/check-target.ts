import { ContentFailure } from '../failure.ts'
import { parsePath } from '../paths.ts'

/** Why a value cannot be put into this variable, if it cannot. */
export function checkTarget(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined
  try {
    return parsePath(variable).scope === 'Env' ? `"${variable}" cannot be set: environment variables are read only.` : undefined
  } catch (problem) {
    if (problem instanceof ContentFailure) return problem.message
    throw problem
  }
}
