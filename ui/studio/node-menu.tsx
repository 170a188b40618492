import { Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down'
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up'
import { CopyRegular } from '@fluentui/react-icons/svg/copy'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { EyeOffRegular } from '@fluentui/react-icons/svg/eye-off'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { useMemo } from 'react'
import type { Change } from './editor-text.ts'
import { deleteNode, duplicateNode, moveNode, nodeAround, switchNode } from './node-commands.ts'
import { nodeIdMaker } from './node-snippets.ts'

/** What can be done with the node the caret is in. Every change can be taken back with Undo. */
export function NodeMenu(props: { text: string; line: number; onChange(change: Change): void }) {
  const { text, line } = props
  const node = useMemo(() => nodeAround(text, line - 1), [text, line])
  // After the menu has given the focus back to its button.
  const change = (made: Change | undefined) => void (made && setTimeout(() => props.onChange(made), 50))
  if (!node) return <Button appearance="subtle" disabledFocusable title="Put the caret into a node">Node</Button>
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle">Node</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{node.name || 'Node'}, line {node.from + 1}</MenuGroupHeader>
            <MenuItem icon={<ArrowUpRegular />} disabled={node.previous === undefined} onClick={() => change(moveNode(text, node, 'up'))}>Move up</MenuItem>
            <MenuItem icon={<ArrowDownRegular />} disabled={node.next === undefined} onClick={() => change(moveNode(text, node, 'down'))}>Move down</MenuItem>
            <MenuItem icon={<CopyRegular />} onClick={() => change(duplicateNode(text, node, nodeIdMaker(text)))}>Make a copy</MenuItem>
            <MenuItem icon={node.disabled ? <PlayRegular /> : <EyeOffRegular />} onClick={() => change(switchNode(text, node))}>{node.disabled ? 'Turn on' : 'Turn off'}</MenuItem>
            <MenuDivider />
            <MenuItem icon={<DeleteRegular />} onClick={() => change(deleteNode(text, node))}>Delete</MenuItem>
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
