import { Avatar, Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuItemLink, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { DarkThemeRegular } from '@fluentui/react-icons/svg/dark-theme'
import { PersonRegular } from '@fluentui/react-icons/svg/person'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'
import type { Me } from '../../src/contracts/auth.ts'
import { useNotify } from './notify.tsx'
import { signOut } from './session.tsx'
import { type ColorMode, useColorMode } from './theme.tsx'

const modes: { mode: ColorMode; name: string }[] = [
  { mode: 'system', name: 'As the system' },
  { mode: 'light', name: 'Light' },
  { mode: 'dark', name: 'Dark' },
]

/** Who is signed in, the colours, and the way out. Without a person only the colours. */
export function AccountMenu(props: { me?: Me | undefined }) {
  const { mode, setMode } = useColorMode()
  const { notifyError } = useNotify()
  const me = props.me
  return (
    <Menu inline checkedValues={{ mode: [mode] }} onCheckedValueChange={(_, data) => setMode((data.checkedItems[0] ?? 'system') as ColorMode)}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          shape="circular"
          aria-label={me ? `Account of ${me.name}` : 'Colours'}
          icon={me ? <Avatar name={me.name} size={28} color="brand" aria-hidden="true" /> : <DarkThemeRegular />}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {me && (
            <MenuGroup>
              <MenuGroupHeader>{me.name} · {me.email}</MenuGroupHeader>
            </MenuGroup>
          )}
          {me && <MenuDivider />}
          <MenuGroup>
            <MenuGroupHeader>Colours</MenuGroupHeader>
            {modes.map((choice) => (
              <MenuItemRadio key={choice.mode} name="mode" value={choice.mode}>{choice.name}</MenuItemRadio>
            ))}
          </MenuGroup>
          {me && <MenuDivider />}
          {me && <MenuItemLink icon={<PersonRegular />} href="/#account">Your account</MenuItemLink>}
          {me && (
            <MenuItem icon={<SignOutRegular />} onClick={() => void signOut().catch((error: unknown) => notifyError('You are still signed in', error))}>
              Sign out
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
