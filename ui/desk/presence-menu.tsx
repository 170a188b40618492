import { Button, Menu, MenuGroup, MenuGroupHeader, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, PresenceBadge, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { presenceWords, presences, useNotify } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'

const useStyles = makeStyles({
  button: { minWidth: 0, whiteSpace: 'nowrap' },
  label: { '@media (max-width: 640px)': { display: 'none' } },
  capacity: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  meter: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}` },
  item: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
})

/** The agent's own presence and how full they are. */
export function PresenceMenu() {
  const styles = useStyles()
  const { inbox, setPresence } = useDesk()
  const { notifyError } = useNotify()
  if (!inbox) return undefined
  const { presence, capacity, queues } = inbox.agent
  const words = presenceWords(presence)
  const change = (next: string | undefined) => {
    const chosen = presences.find((one) => one.presence === next)?.presence
    if (chosen && chosen !== 'inactive') void setPresence(chosen).catch((error: unknown) => notifyError('Your presence was not changed', error))
  }
  return (
    <Menu inline checkedValues={{ presence: [presence] }} onCheckedValueChange={(_, data) => change(data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" className={styles.button} aria-label={`Presence: ${words.name}, ${capacity.used} of ${capacity.total} capacity used`} icon={<PresenceBadge status={words.badge} aria-hidden="true" />}>
          <span className={styles.label}>{words.name}&nbsp;</span>
          <Text size={200} className={styles.capacity}>{capacity.used}/{capacity.total}</Text>
          <ChevronDownRegular aria-hidden="true" />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Presence</MenuGroupHeader>
            {presences
              .filter((one) => one.presence !== 'inactive')
              .map((one) => (
                <MenuItemRadio key={one.presence} name="presence" value={one.presence}>
                  <span className={styles.item}><PresenceBadge status={one.badge} aria-hidden="true" /> {one.name}</span>
                </MenuItemRadio>
              ))}
          </MenuGroup>
        </MenuList>
        <div className={styles.meter}>
          <Text size={200}>{capacity.used} of {capacity.total} capacity used</Text>
          <ProgressBar value={capacity.total ? Math.min(1, capacity.used / capacity.total) : 0} thickness="large" aria-label="Capacity used" />
          <Text size={200} className={styles.capacity}>Queues: {queues.map((queue) => queue.name).join(', ') || 'none'}</Text>
        </div>
      </MenuPopover>
    </Menu>
  )
}
