import { Body1, Card, Subtitle1, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowRightRegular } from '@fluentui/react-icons/svg/arrow-right'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { DataUsageRegular } from '@fluentui/react-icons/svg/data-usage'
import { HeadsetRegular } from '@fluentui/react-icons/svg/headset'
import { SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { BuildingShopRegular } from '@fluentui/react-icons/svg/building-shop'
import type { ReactNode } from 'react'
import type { Me } from '../../src/contracts/auth.ts'
import { type AreaId, areasFor } from '../kit/index.ts'

const useStyles = makeStyles({
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))', gap: tokens.spacingHorizontalL, listStyleType: 'none', margin: 0, padding: 0 },
  card: { height: '100%', boxSizing: 'border-box', gap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalXL, position: 'relative', ':hover': { boxShadow: tokens.shadow8 } },
  icon: { display: 'flex', alignItems: 'center', justifyContent: 'center', width: '44px', height: '44px', fontSize: '24px', borderRadius: tokens.borderRadiusLarge, color: tokens.colorBrandForeground2, backgroundColor: tokens.colorBrandBackground2 },
  title: { margin: 0 },
  link: {
    color: 'inherit',
    textDecoration: 'none',
    '::after': { content: '""', position: 'absolute', inset: 0, borderRadius: tokens.borderRadiusMedium },
    ':focus-visible': { outlineStyle: 'none' },
    ':focus-visible::after': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: { color: tokens.colorNeutralForeground2 },
  arrow: { marginTop: 'auto', color: tokens.colorBrandForeground1, fontSize: '20px', display: 'flex' },
})

const icons: Record<AreaId, ReactNode> = { studio: <BotRegular />, desk: <HeadsetRegular />, supervisor: <DataUsageRegular />, admin: <SettingsRegular /> }

/** The areas this person may use, and the demo shop that everybody may. */
export function AreaCards(props: { me: Me }) {
  const styles = useStyles()
  return (
    <ul className={styles.grid}>
      {areasFor(props.me.roles).map((area) => (
        <AreaCard key={area.id} href={area.href} name={area.name} purpose={area.purpose} icon={icons[area.id]} />
      ))}
      <AreaCard href="/demo" name="Demo shop" purpose="Be the customer: a small shop with the chat widget on it. Try “How many days do I have to send something back?” for an answer from the help page with its source, then ask for a person and answer at the desk." icon={<BuildingShopRegular />} />
    </ul>
  )
}

function AreaCard(props: { href: string; name: string; purpose: string; icon: ReactNode }) {
  const styles = useStyles()
  return (
    <li>
      <Card className={styles.card}>
        <span className={styles.icon} aria-hidden="true">{props.icon}</span>
        <Subtitle1 as="h2" className={styles.title}>
          <a href={props.href} className={styles.link}>{props.name}</a>
        </Subtitle1>
        <Body1 className={styles.text}>{props.purpose}</Body1>
        <span className={styles.arrow} aria-hidden="true"><ArrowRightRegular /></span>
      </Card>
    </li>
  )
}
