import type { NodeKind } from '../define-node.ts'
import { adaptiveCardPrompt } from './adaptive-card-prompt.ts'
import { conditionGroup, ifCondition } from './condition-group.ts'
import { csatQuestion } from './csat-question.ts'
import { editTable, editTableV2 } from './edit-table.ts'
import { httpRequest } from './http-request.ts'
import { knowledgeNodes } from './knowledge.ts'
import { actionScope, breakLoop, continueLoop, disconnectedNodes, foreach } from './loops.ts'
import { question } from './question.ts'
import { recognizeIntent } from './recognize-intent.ts'
import { beginDialog, cancelAllDialogs, cancelDialog, emitEvent, endConversation, endDialog, gotoAction, repeatDialog, replaceDialog } from './redirects.ts'
import { sendActivity } from './send-activity.ts'
import { logCustomTelemetryEvent } from './telemetry.ts'
import { transferConversation, transferConversationV2 } from './transfer-conversation.ts'
import { unavailableNodes } from './unavailable.ts'
import { clearAllVariables, parseValue, resetVariable, setMultipleVariables, setTextVariable, setVariable } from './variables.ts'

/** Every node a topic may hold. The list is the documentation. */
export const nodeKinds: readonly NodeKind[] = [
  sendActivity,
  question,
  adaptiveCardPrompt,
  csatQuestion,
  conditionGroup,
  ifCondition,
  foreach,
  breakLoop,
  continueLoop,
  actionScope,
  disconnectedNodes,
  setVariable,
  setTextVariable,
  setMultipleVariables,
  resetVariable,
  clearAllVariables,
  parseValue,
  editTable,
  editTableV2,
  beginDialog,
  replaceDialog,
  repeatDialog,
  endDialog,
  cancelDialog,
  cancelAllDialogs,
  gotoAction,
  endConversation,
  emitEvent,
  recognizeIntent,
  httpRequest,
  transferConversation,
  transferConversationV2,
  logCustomTelemetryEvent,
  ...knowledgeNodes,
  ...unavailableNodes,
]
