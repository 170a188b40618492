import { Button, Caption1, CounterBadge, Subtitle2, Tooltip, makeStyles, tokens } from '@fluentui/react-components'
import { AlertRegular } from '@fluentui/react-icons/svg/alert'
import { AlertOffRegular } from '@fluentui/react-icons/svg/alert-off'
import { KeyboardRegular } from '@fluentui/react-icons/svg/keyboard'
import { ErrorState, Loading } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import { InboxRow } from './inbox-row.tsx'
import type { InboxSection } from './inbox-sections.ts'
import { OfferRow } from './offer-row.tsx'

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', minHeight: 0, height: '100%', backgroundColor: tokens.colorNeutralBackground2 },
  head: { display: 'flex', alignItems: 'center', padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}` },
  title: { flexGrow: 1, margin: 0 },
  scroll: { overflowY: 'auto', flexGrow: 1, minHeight: 0, padding: `0 ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalL}` },
  section: { marginTop: tokens.spacingVerticalS },
  sectionHead: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}` },
  sectionTitle: { margin: 0, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  empty: { display: 'block', padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`, color: tokens.colorNeutralForeground3 },
})

/** Rows of a section; the rest is counted. */
const most = 100

/** The agent's list: offers, own conversations, waiting ones, closed ones. */
export function InboxPane(props: { sections: InboxSection[]; sound: boolean; onSound(on: boolean): void; onShortcuts(): void }) {
  const styles = useStyles()
  const { inbox, error, refresh } = useDesk()
  return (
    <section className={styles.pane} aria-label="Inbox">
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.title}>Inbox</Subtitle2>
        <Tooltip content={props.sound ? 'Offers ring' : 'Offers are silent'} relationship="description">
          <Button appearance="subtle" size="small" aria-label="Ring for offers" aria-pressed={props.sound} icon={props.sound ? <AlertRegular /> : <AlertOffRegular />} onClick={() => props.onSound(!props.sound)} />
        </Tooltip>
        <Tooltip content="Keyboard shortcuts" relationship="label">
          <Button appearance="subtle" size="small" icon={<KeyboardRegular />} onClick={props.onShortcuts} />
        </Tooltip>
      </div>
      <div className={styles.scroll}>
        {!inbox && (error === undefined ? <Loading label="Loading your inbox…" /> : <ErrorState title="Your inbox could not be loaded" error={error} onRetry={() => void refresh()} />)}
        {inbox && inbox.offers.length > 0 && (
          <Section title="Offers" count={inbox.offers.length} urgent>
            {inbox.offers.map((offer) => <li key={offer.offerId}><OfferRow offer={offer} /></li>)}
          </Section>
        )}
        {inbox && props.sections.map((section) => (
          <Section key={section.id} title={section.title} count={section.rows.length} empty={section.empty} urgent={false}>
            {section.rows.slice(0, most).map((row) => <li key={row.conversation.id}><InboxRow row={row} /></li>)}
            {section.rows.length > most && <li><Caption1 className={styles.empty}>and {section.rows.length - most} more</Caption1></li>}
          </Section>
        ))}
      </div>
    </section>
  )
}

function Section(props: { title: string; count: number; urgent: boolean; empty?: string; children: React.ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.section}>
      <div className={styles.sectionHead}>
        <h3 className={styles.sectionTitle}>{props.title}</h3>
        {props.count > 0 && <CounterBadge size="small" count={props.count} appearance="filled" color={props.urgent ? 'danger' : 'informative'} />}
      </div>
      {props.count === 0 ? <Caption1 className={styles.empty}>{props.empty}</Caption1> : <ul className={styles.list}>{props.children}</ul>}
    </div>
  )
}
