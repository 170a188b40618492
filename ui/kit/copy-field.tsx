import { Button, Label, makeStyles, tokens, useId } from '@fluentui/react-components'
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark'
import { CopyRegular } from '@fluentui/react-icons/svg/copy'
import { useEffect, useState } from 'react'

const useStyles = makeStyles({
  field: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  top: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** Text to take elsewhere (an address, a script tag, a secret) with a button that copies it. */
export function CopyField(props: { label: string; value: string }) {
  const styles = useStyles()
  const id = useId('copy')
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 3000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () => copyText(props.value).then(() => setState('copied'), () => setState('failed'))
  return (
    <div className={styles.field}>
      <div className={styles.top}>
        <Label id={id} weight="semibold">{props.label}</Label>
        <Button size="small" appearance="subtle" icon={state === 'copied' ? <CheckmarkRegular /> : <CopyRegular />} aria-label={`Copy ${props.label}`} onClick={() => void copy()}>
          <span role="status">{state === 'copied' ? 'Copied' : state === 'failed' ? 'Select and copy it' : 'Copy'}</span>
        </Button>
      </div>
      <pre className={styles.code} aria-labelledby={id}>{props.value}</pre>
    </div>
  )
}

/** The clipboard API exists only on secure origins; a hidden text area works everywhere else. */
async function copyText(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (!done) throw new Error('The browser did not copy.')
}
