import { Text, makeStyles, tokens } from '@fluentui/react-components'
import { AdaptiveCard, HostConfig, OpenUrlAction, SubmitAction } from 'adaptivecards'
import { useEffect, useRef, useState } from 'react'

const useStyles = makeStyles({
  card: {
    minWidth: 0,
    '& .ac-adaptiveCard': { outline: 'none' },
    '& .ac-pushButton': { padding: '6px 12px', font: 'inherit', cursor: 'pointer', color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke1}`, borderRadius: tokens.borderRadiusMedium },
    '& .ac-input.ac-textInput, & .ac-input.ac-numberInput, & .ac-input.ac-dateInput, & .ac-input.ac-timeInput, & select.ac-input': { padding: '6px 8px', font: 'inherit', boxSizing: 'border-box', color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStrokeAccessible}`, borderRadius: tokens.borderRadiusMedium },
  },
})

/** A card as Microsoft's renderer draws it, in the theme's colours. Loaded only when a card arrives. */
export function AdaptiveCardView(props: { content: unknown; onSubmit(value: unknown): void }) {
  const styles = useStyles()
  const host = useRef<HTMLDivElement>(null)
  const [problem, setProblem] = useState<string>()
  const submit = useRef(props.onSubmit)
  submit.current = props.onSubmit

  useEffect(() => {
    if (!host.current) return
    try {
      const card = new AdaptiveCard()
      card.hostConfig = new HostConfig(hostConfig())
      card.onExecuteAction = (action) => {
        if (action instanceof OpenUrlAction && /^https?:/i.test(action.url ?? '')) window.open(action.url, '_blank', 'noopener')
        if (action instanceof SubmitAction) submit.current(action.data)
      }
      card.parse(typeof props.content === 'string' ? JSON.parse(props.content) : props.content)
      const element = card.render()
      host.current.replaceChildren(...(element ? [element] : []))
      setProblem(element ? undefined : 'An empty card')
    } catch {
      setProblem('A card that cannot be read. Check its JSON.')
    }
  }, [props.content])
  return (
    <>
      <div ref={host} className={styles.card} />
      {problem && <Text size={200}>{problem}</Text>}
    </>
  )
}

function hostConfig() {
  const color = (normal: string, subtle: string) => ({ default: normal, subtle, highlightColors: { default: 'transparent', subtle: 'transparent' } })
  const foregroundColors = {
    default: color('var(--colorNeutralForeground1)', 'var(--colorNeutralForeground2)'),
    dark: color('var(--colorNeutralForeground1)', 'var(--colorNeutralForeground2)'),
    light: color('var(--colorNeutralForeground2)', 'var(--colorNeutralForeground3)'),
    accent: color('var(--colorBrandForeground1)', 'var(--colorBrandForeground2)'),
    good: color('var(--colorPaletteGreenForeground1)', 'var(--colorPaletteGreenForeground1)'),
    warning: color('var(--colorPaletteDarkOrangeForeground1)', 'var(--colorPaletteDarkOrangeForeground1)'),
    attention: color('var(--colorPaletteRedForeground1)', 'var(--colorPaletteRedForeground1)'),
  }
  return {
    fontFamily: 'inherit',
    supportsInteractivity: true,
    containerStyles: { default: { backgroundColor: 'transparent', foregroundColors }, emphasis: { backgroundColor: 'var(--colorNeutralBackground3)', foregroundColors } },
    actions: { actionsOrientation: 'vertical', actionAlignment: 'stretch', buttonSpacing: 8, showCard: { actionMode: 'inline' } },
  }
}
