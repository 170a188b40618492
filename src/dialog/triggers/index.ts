import type { Activity } from '../../contracts/activity.ts'
import type { Trigger } from '../copilot.ts'
import type { TriggerKind } from '../define-trigger.ts'
import { onActivity } from './on-activity.ts'
import { onEventActivity } from './on-event-activity.ts'
import { onSignIn } from './on-sign-in.ts'

const needsModel = 'only where a language model is connected and the makers chose generative orchestration'
const planned = 'without a planner: with generative orchestration a topic without phrases is found by its name and description'
const noSchedule = 'copilots answer; schedules and connectors do not start them'
const voice = 'calls are not connected yet'

/** Every trigger a topic may have. The list is the documentation. */
export const triggerKinds: readonly TriggerKind[] = [
  { kind: 'OnConversationStart', title: 'The conversation starts' },
  { kind: 'OnRecognizedIntent', title: 'The customer says a phrase', phrases: true, partly: planned },
  { kind: 'OnEscalate', title: 'The customer asks for a person', phrases: true },
  { kind: 'OnUnknownIntent', title: 'No topic fits' },
  { kind: 'OnSelectIntent', title: 'Several topics fit' },
  { kind: 'OnRedirect', title: 'Another topic redirects here' },
  { kind: 'OnSystemRedirect', title: 'A system topic redirects here' },
  { kind: 'OnError', title: 'Something fails' },
  { kind: 'OnInactivity', title: 'The customer is silent for a while' },
  onActivity,
  onEventActivity,
  onSignIn,
  { kind: 'OnToolSelected', title: 'The planner chooses this agent', partly: needsModel },
  { kind: 'OnGeneratedResponse', title: 'An answer was generated' },
  { kind: 'OnKnowledgeRequested', title: 'Knowledge is about to be searched' },
  { kind: 'OnPlanComplete', title: 'A plan is complete', partly: needsModel },
  { kind: 'OnOutgoingMessage', title: 'A message is about to be sent', silent: 'it does not fire in the original product either' },
  { kind: 'OnDtmfKeyPress', title: 'A key is pressed', silent: voice },
  { kind: 'OnUnknownDtmfKey', title: 'An unknown key is pressed', silent: voice },
  { kind: 'OnUnrecognizedSpeech', title: 'Speech is not understood', silent: voice },
  { kind: 'OnSilence', title: 'The caller is silent', silent: voice },
  { kind: 'OnAnsweringMachineDetected', title: 'A machine answers', silent: voice },
  { kind: 'OnSystemIntent', title: 'A built-in intent of the original product', silent: 'its intents are internal to the original product' },
  { kind: 'OnAnalyzeText', title: 'A text is analysed', silent: 'it is internal to the original product' },
  { kind: 'OnCopilotRedirect', title: 'Another copilot redirects here', silent: 'copilots do not call each other here' },
  { kind: 'RecurrenceTrigger', title: 'A schedule', silent: noSchedule },
  { kind: 'CreateConversationConnectorTrigger', title: 'A connector begins a conversation', silent: noSchedule },
  { kind: 'ContinueConversationConnectorTrigger', title: 'A connector continues a conversation', silent: noSchedule },
]

type Matching = TriggerKind & { matches(trigger: Trigger, activity: Activity): boolean }

/** Those that fire on any activity, before the message is looked at. */
export const activityTriggers: readonly Matching[] = triggerKinds.filter((kind): kind is Matching => kind.matches !== undefined)
