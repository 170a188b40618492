import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ArrowRoutingRegular } from '@fluentui/react-icons/svg/arrow-routing'
import { BranchForkRegular } from '@fluentui/react-icons/svg/branch-fork'
import { ChatRegular } from '@fluentui/react-icons/svg/chat'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { PersonSwapRegular } from '@fluentui/react-icons/svg/person-swap'
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle'
import { StopRegular } from '@fluentui/react-icons/svg/stop'
import { useCopilot } from './copilot-context.ts'
import type { Change } from './editor-text.ts'
import { insertNode } from './insert-node.ts'
import { type NodeSnippet, nodeIdMaker, nodeSnippets, redirectSnippet } from './node-snippets.ts'

const icons = {
  message: <ChatRegular />,
  question: <QuestionCircleRegular />,
  condition: <BranchForkRegular />,
  flow: <FlowRegular />,
  transfer: <PersonSwapRegular />,
  'end-conversation': <StopRegular />,
} as const

/** Adds a node where the caret is, or at the topic's end when the caret was never in the editor. */
export function AddNodeMenu(props: { text: string; caret(): number | undefined; onAdd(change: Change): void }) {
  const { copilot } = useCopilot()
  const topics = copilot.components.filter((component) => component.kind === 'topic')
  // After the menu has given the focus back to its button.
  const add = (snippet: NodeSnippet) => setTimeout(() => props.onAdd(insertNode(props.text, props.caret() ?? 0, snippet)), 50)
  const newId = nodeIdMaker(props.text)
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<AddRegular />}>Add node</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {nodeSnippets.map((node) => <MenuItem key={node.id} icon={icons[node.id]} onClick={() => add(node.snippet({ newId }))}>{node.name}</MenuItem>)}
          {topics.length > 0 && (
            <Menu>
              <MenuTrigger disableButtonEnhancement>
                <MenuItem icon={<ArrowRoutingRegular />}>Go to another topic</MenuItem>
              </MenuTrigger>
              <MenuPopover style={{ maxHeight: '60vh', overflowY: 'auto' }}>
                <MenuList>
                  {topics.map((topic) => <MenuItem key={topic.schemaName} onClick={() => add(redirectSnippet({ newId, dialog: topic.schemaName }))}>{topic.name}</MenuItem>)}
                </MenuList>
              </MenuPopover>
            </Menu>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
