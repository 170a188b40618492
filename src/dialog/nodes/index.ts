import type { NodeKind } from '../define-node.ts'
import { actionScope } from './action-scope.ts'
import { adaptiveCardPrompt } from './adaptive-card-prompt.ts'
import { answerQuestionWithAi } from './answer-question-with-ai.ts'
import { beginDialog } from './begin-dialog.ts'
import { breakLoop } from './break-loop.ts'
import { cancelAllDialogs } from './cancel-all-dialogs.ts'
import { cancelDialog } from './cancel-dialog.ts'
import { clearAllVariables } from './clear-all-variables.ts'
import { conditionGroup } from './condition-group.ts'
import { continueLoop } from './continue-loop.ts'
import { createSearchQuery } from './create-search-query.ts'
import { csatQuestion } from './csat-question.ts'
import { deleteActivity } from './delete-activity.ts'
import { disableTrigger } from './disable-trigger.ts'
import { disconnectedNodes } from './disconnected-nodes.ts'
import { editTable } from './edit-table.ts'
import { editTableV2 } from './edit-table-v2.ts'
import { emitEvent } from './emit-event.ts'
import { endConversation } from './end-conversation.ts'
import { endDialog } from './end-dialog.ts'
import { foreach } from './foreach.ts'
import { getActivityMembers, getConversationMembers } from './get-members.ts'
import { gotoAction } from './goto-action.ts'
import { httpRequest } from './http-request.ts'
import { ifCondition } from './if-condition.ts'
import { invokeAiBuilderModel } from './invoke-ai-builder-model.ts'
import { invokeConnector } from './invoke-connector.ts'
import { invokeCustomModel } from './invoke-custom-model.ts'
import { invokeFlow } from './invoke-flow.ts'
import { invokeMcpTool } from './invoke-mcp-tool.ts'
import { knowledgeNodes } from './knowledge.ts'
import { invokeSkill } from './invoke-skill.ts'
import { logCustomTelemetryEvent } from './log-custom-telemetry-event.ts'
import { oauthInput } from './oauth-input.ts'
import { parseValue } from './parse-value.ts'
import { question } from './question.ts'
import { recognizeIntent } from './recognize-intent.ts'
import { repeatDialog } from './repeat-dialog.ts'
import { replaceDialog } from './replace-dialog.ts'
import { resetVariable } from './reset-variable.ts'
import { sendActivity } from './send-activity.ts'
import { setMultipleVariables } from './set-multiple-variables.ts'
import { setTextVariable } from './set-text-variable.ts'
import { setVariable } from './set-variable.ts'
import { signOutUser } from './sign-out-user.ts'
import { transferConversation } from './transfer-conversation.ts'
import { transferConversationV2 } from './transfer-conversation-v2.ts'
import { updateActivity } from './update-activity.ts'
import { unavailableNodes } from './unavailable.ts'

/** Every node that runs here. The list is the documentation. */
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
  invokeSkill,
  oauthInput,
  signOutUser,
  invokeFlow,
  invokeConnector,
  invokeMcpTool,
  transferConversation,
  transferConversationV2,
  logCustomTelemetryEvent,
  disableTrigger,
  getConversationMembers,
  getActivityMembers,
  updateActivity,
  deleteActivity,
  ...knowledgeNodes,
  answerQuestionWithAi,
  createSearchQuery,
  invokeAiBuilderModel,
  invokeCustomModel,
]

/** Every node a topic may hold: those that cannot run yet fail with their reason. */
export const knownNodeKinds: readonly NodeKind[] = [...nodeKinds, ...unavailableNodes]
