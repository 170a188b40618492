import { Spinner, makeStyles } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { learningWords } from './improve-words.ts'
import { type RecognizerState, loadRecognition } from './studio-api.ts'

const useStyles = makeStyles({ note: { flexShrink: 0, '@media (max-width: 760px)': { display: 'none' } } })

/** While a version that was just published learns its phrases: how far it is. Then it goes away. */
export function LearningNote(props: { copilotId: string; version: number }) {
  const styles = useStyles()
  const { copilotId, version } = props
  const [state, setState] = useState<RecognizerState>()
  useEffect(() => {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      // What cannot be asked about is nothing to report here: the Improve page says it.
      const published = await loadRecognition(copilotId, abort.signal).then((answer) => answer.published, () => null)
      if (abort.signal.aborted) return
      setState(published?.version === version ? published.state : undefined)
      if (published?.state.stage === 'learning') timer = setTimeout(() => void look(), 1_000)
    }
    void look()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [copilotId, version])
  if (state?.stage !== 'learning') return null
  return <Spinner size="tiny" className={styles.note} role="status" label={learningWords(state, `Version ${version}`)} />
}
