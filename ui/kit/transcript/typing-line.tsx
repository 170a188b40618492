import { Caption1, makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground3, minHeight: '20px' },
  dots: { display: 'inline-flex', gap: '3px' },
  dot: {
    width: '6px',
    height: '6px',
    borderRadius: '50%',
    backgroundColor: 'currentColor',
    '@media (prefers-reduced-motion: no-preference)': {
      animationName: { '0%, 60%, 100%': { transform: 'none', opacity: 0.4 }, '30%': { transform: 'translateY(-3px)', opacity: 1 } },
      animationDuration: '1.2s',
      animationIterationCount: 'infinite',
    },
    ':nth-child(2)': { animationDelay: '0.15s' },
    ':nth-child(3)': { animationDelay: '0.3s' },
  },
})

export function TypingLine(props: { name: string }) {
  const styles = useStyles()
  return (
    <Caption1 className={styles.line}>
      <span className={styles.dots} aria-hidden="true"><span className={styles.dot} /><span className={styles.dot} /><span className={styles.dot} /></span>
      {props.name} is typing…
    </Caption1>
  )
}
