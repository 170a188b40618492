import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  ring: { position: 'relative', width: '48px', height: '48px', flexShrink: 0, display: 'flex', alignItems: 'center', justifyContent: 'center', fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase300 },
  svg: { position: 'absolute', inset: 0, transform: 'rotate(-90deg)' },
  track: { stroke: tokens.colorNeutralStroke2, fill: 'none' },
  calm: { stroke: tokens.colorBrandStroke1, fill: 'none' },
  late: { stroke: tokens.colorPaletteRedForeground1, fill: 'none' },
})

const radius = 20
const around = 2 * Math.PI * radius

/** Seconds left, in a ring that empties; red for the last quarter. */
export function CountdownRing(props: { seconds: number; share: number }) {
  const styles = useStyles()
  return (
    <div className={styles.ring} role="timer" aria-live="off" aria-label={`${props.seconds} seconds to answer`}>
      <svg className={styles.svg} viewBox="0 0 48 48" aria-hidden="true">
        <circle className={styles.track} cx="24" cy="24" r={radius} strokeWidth="4" />
        <circle className={props.share < 0.25 ? styles.late : styles.calm} cx="24" cy="24" r={radius} strokeWidth="4" strokeLinecap="round" strokeDasharray={around} strokeDashoffset={around * (1 - props.share)} />
      </svg>
      <span aria-hidden="true">{props.seconds}</span>
    </div>
  )
}
