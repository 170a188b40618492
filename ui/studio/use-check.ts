import { useEffect, useState } from 'react'
import { type Diagnostic, checkComponent } from './studio-api.ts'

const waitMs = 400

/** The checker's findings about the text, a moment after the last key. `stale` while an answer is on its way. */
export function useCheck(copilotId: string, schemaName: string, text: string, known: { text: string; diagnostics: Diagnostic[] }) {
  const [state, setState] = useState<{ text: string; diagnostics: Diagnostic[]; error: unknown }>({ ...known, error: undefined })
  useEffect(() => {
    if (text === known.text) return setState({ ...known, error: undefined })
    const abort = new AbortController()
    const timer = setTimeout(() => {
      checkComponent(copilotId, schemaName, text, abort.signal).then(
        (diagnostics) => setState({ text, diagnostics, error: undefined }),
        (error: unknown) => abort.signal.aborted || setState((old) => ({ ...old, text, error })),
      )
    }, waitMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [copilotId, schemaName, text, known])
  return { diagnostics: state.diagnostics, error: state.error, stale: state.text !== text }
}
