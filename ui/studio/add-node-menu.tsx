import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ArrowExitRegular } from '@fluentui/react-icons/svg/arrow-exit'
import { ArrowRepeatAllRegular } from '@fluentui/react-icons/svg/arrow-repeat-all'
import { ArrowRoutingRegular } from '@fluentui/react-icons/svg/arrow-routing'
import { BracesRegular } from '@fluentui/react-icons/svg/braces'
import { BracesVariableRegular } from '@fluentui/react-icons/svg/braces-variable'
import { BranchForkRegular } from '@fluentui/react-icons/svg/branch-fork'
import { CardUiRegular } from '@fluentui/react-icons/svg/card-ui'
import { ChatRegular } from '@fluentui/react-icons/svg/chat'
import { DataHistogramRegular } from '@fluentui/react-icons/svg/data-histogram'
import { EraserRegular } from '@fluentui/react-icons/svg/eraser'
import { FlashRegular } from '@fluentui/react-icons/svg/flash'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { GlobeRegular } from '@fluentui/react-icons/svg/globe'
import { PersonSwapRegular } from '@fluentui/react-icons/svg/person-swap'
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle'
import { SparkleRegular } from '@fluentui/react-icons/svg/sparkle'
import { StopRegular } from '@fluentui/react-icons/svg/stop'
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle'
import type { ReactElement, ReactNode } from 'react'
import { useCopilot } from './copilot-context.ts'
import type { Change } from './editor-text.ts'
import { insertNode } from './insert-node.ts'
import { type NodeGroup, type NodeSnippet, nodeIdMaker, nodeSnippets, redirectSnippet } from './node-snippets.ts'

const icons: Record<(typeof nodeSnippets)[number]['id'], ReactElement> = {
  message: <ChatRegular />,
  question: <QuestionCircleRegular />,
  card: <CardUiRegular />,
  condition: <BranchForkRegular />,
  'set-variable': <BracesVariableRegular />,
  'parse-value': <BracesRegular />,
  'clear-variables': <EraserRegular />,
  flow: <FlowRegular />,
  transfer: <PersonSwapRegular />,
  'end-conversation': <StopRegular />,
  'end-topic': <ArrowExitRegular />,
  'end-topics': <SubtractCircleRegular />,
  answers: <SparkleRegular />,
  http: <GlobeRegular />,
  loop: <ArrowRepeatAllRegular />,
  event: <FlashRegular />,
  log: <DataHistogramRegular />,
}

const groupIcons: Record<NodeGroup, ReactElement> = { Variables: <BracesVariableRegular />, Ending: <ArrowExitRegular />, Advanced: <FlashRegular /> }
const groupNames: Record<NodeGroup, string> = { Variables: 'Variables', Ending: 'End topics', Advanced: 'Advanced' }

/** Adds a node where the caret is, or at the topic's end when the caret was never in the editor. */
export function AddNodeMenu(props: { text: string; caret(): number | undefined; onAdd(change: Change): void }) {
  const { copilot } = useCopilot()
  const topics = copilot.components.filter((component) => component.kind === 'topic')
  // After the menu has given the focus back to its button.
  const add = (snippet: NodeSnippet) => setTimeout(() => props.onAdd(insertNode(props.text, props.caret() ?? 0, snippet)), 50)
  const newId = nodeIdMaker(props.text)
  const item = (node: (typeof nodeSnippets)[number]) => <MenuItem key={node.id} icon={icons[node.id]} onClick={() => add(node.snippet({ newId }))}>{node.name}</MenuItem>
  const groupOf = (node: (typeof nodeSnippets)[number]): NodeGroup | undefined => ('group' in node ? node.group : undefined)
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<AddRegular />}>Add node</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {nodeSnippets.filter((node) => groupOf(node) === undefined).map(item)}
          {(['Variables', 'Ending', 'Advanced'] as const).map((group) => (
            <Submenu key={group} icon={groupIcons[group]} name={groupNames[group]}>{nodeSnippets.filter((node) => groupOf(node) === group).map(item)}</Submenu>
          ))}
          {topics.length > 0 && (
            <Submenu icon={<ArrowRoutingRegular />} name="Go to another topic">
              {topics.map((topic) => <MenuItem key={topic.schemaName} onClick={() => add(redirectSnippet({ newId, dialog: topic.schemaName }))}>{topic.name}</MenuItem>)}
            </Submenu>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function Submenu(props: { icon: ReactElement; name: string; children: ReactNode }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={props.icon}>{props.name}</MenuItem>
      </MenuTrigger>
      <MenuPopover style={{ maxHeight: '60vh', overflowY: 'auto' }}>
        <MenuList>{props.children}</MenuList>
      </MenuPopover>
    </Menu>
  )
}
