import { makeStyles, tokens } from '@fluentui/react-components'
import { ChatFilled } from '@fluentui/react-icons/svg/chat'
import { isColor, textOn } from './field-problems.ts'

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground3 },
  header: { width: '260px', maxWidth: '100%', padding: '12px 16px', boxSizing: 'border-box', borderRadius: '12px', boxShadow: tokens.shadow8, overflowWrap: 'anywhere' },
  title: { fontWeight: tokens.fontWeightSemibold },
  subtitle: { fontSize: tokens.fontSizeBase200 },
  launcher: { display: 'flex', alignItems: 'center', justifyContent: 'center', width: '48px', height: '48px', borderRadius: tokens.borderRadiusCircular, fontSize: '24px', boxShadow: tokens.shadow8 },
})

/** The widget's header and button in the chosen colour, at the chosen side. */
export function WidgetPreview(props: { title: string; subtitle: string; color: string; position: 'left' | 'right' }) {
  const styles = useStyles()
  const color = isColor(props.color) ? props.color : '#0f6cbd'
  const paint = { backgroundColor: color, color: textOn(color) }
  return (
    <figure className={styles.page} style={{ alignItems: props.position === 'right' ? 'flex-end' : 'flex-start', margin: 0 }} aria-label="Preview">
      <div className={styles.header} style={paint}>
        <div className={styles.title}>{props.title || ' '}</div>
        {props.subtitle && <div className={styles.subtitle}>{props.subtitle}</div>}
      </div>
      <div className={styles.launcher} style={paint} aria-hidden="true"><ChatFilled /></div>
    </figure>
  )
}
