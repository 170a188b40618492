import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

const useStyles = makeStyles({
  frame: { position: 'relative', display: 'flex', flexGrow: 1, minHeight: 0 },
  scroll: { flexGrow: 1, minWidth: 0, overflowY: 'auto', overscrollBehavior: 'contain', padding: tokens.spacingHorizontalL, outlineOffset: '-2px' },
  jump: { position: 'absolute', bottom: tokens.spacingVerticalM, left: '50%', transform: 'translateX(-50%)', boxShadow: tokens.shadow8 },
})

/** Follows the newest line (`mark` changes with it) as long as the reader is at the end; otherwise offers to go there. */
export function TranscriptScroller(props: { label: string; mark: unknown; children: ReactNode }) {
  const styles = useStyles()
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const [behind, setBehind] = useState(false)

  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
    atEnd.current = true
    setBehind(false)
  }
  useLayoutEffect(() => {
    if (atEnd.current) toEnd()
    else setBehind(true)
  }, [props.mark])
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const resized = new ResizeObserver(() => atEnd.current && toEnd())
    resized.observe(element)
    return () => resized.disconnect()
  }, [])

  const scrolled = () => {
    const element = box.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48
    if (atEnd.current) setBehind(false)
  }
  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.scroll} role="log" aria-label={props.label} tabIndex={0} onScroll={scrolled}>
        {props.children}
      </div>
      {behind && <Button className={styles.jump} size="small" shape="circular" appearance="primary" icon={<ArrowDownRegular />} onClick={toEnd}>New messages</Button>}
    </div>
  )
}
