/** A code that `System.Error.Code` or the trace may hold. `when`: what happened and what to do; `never`: why it cannot occur here. */
type Entry = { code: string } & ({ when: string } | { never: string })

const when = (code: string, words: string): Entry => ({ code, when: words })
const never = (code: string, words: string): Entry => ({ code, never: words })

const theirPlatform = 'a limit or a policy of the original product’s platform'
const planner = 'an agent of the original product that a planner calls'

/** The codes of the original product's documentation. (2.9) */
const published: readonly Entry[] = [
  when('AIModelActionBadRequest', 'No language model is connected, or it refused the prompt. Set `BATON_MODEL_URL`; the message says what it answered.'),
  when('AIModelActionRequestTimeout', 'The language model did not answer in time. Try a smaller prompt or another model.'),
  never('AsyncResponsePayloadTooLarge', theirPlatform),
  when('AuthenticationNotConfigured', 'A topic signs the customer in, and the copilot has no provider. Enter one under Settings → Authentication.'),
  never('BindingKeyNotFoundError', 'a value that nobody passed is blank, as in formulas'),
  never('ConnectedAgentAuthMismatch', planner),
  never('ConnectedAgentBotNotFound', planner),
  never('ConnectedAgentBotNotPublished', planner),
  never('ConnectedAgentChainingNotSupported', planner),
  never('ConnectedAgentGptComponentNotFound', planner),
  when('ConnectorActionNotSupported', 'A tool needs a kind of connector that cannot be mapped to an address.'),
  never('ConnectorPowerFxError', 'formulas in bindings fail with ContentError'),
  never('ConsentNotProvidedByUser', 'connections are the environment’s: no customer is asked for consent'),
  when('ContentError', 'The content cannot be carried out: a formula failed, a variable has the wrong path or no value it needs, nobody could be escalated to. The message names it.'),
  when('ConversationStateTooLarge', 'The variables of a conversation are longer than 2,000,000 characters together. What the turn set is forgotten; keep less.'),
  never('DataLossPreventionViolation', theirPlatform),
  when('ElementNotSupported', 'A node needs something that is not there, or that this channel cannot do.'),
  never('EnforcementMessageC2', theirPlatform),
  when('ExecutionTimeout', 'A call did not answer in time, or was lost when the service restarted. Give it longer, or look at the service that was called.'),
  when('FlowActionBadRequest', 'A flow or connector was called with inputs it cannot take.'),
  when('FlowActionException', 'A flow or connector failed, or an output is missing. Its own log says why.'),
  when('FlowActionTimedOut', 'A flow did not answer within 100 seconds.'),
  never('GenAISearchandSummarizeRateLimitReached', theirPlatform),
  never('GenAIToolPlannerRateLimitReached', theirPlatform),
  when('InfiniteLoopInBotContent', 'A turn ran more than 10,000 nodes, said more than 100 messages, started more than 500 topics, nested 60 of them, or called the outside more than 50 times. Look for a jump or redirect without a question.'),
  when('InvalidContent', 'A node, a card or a list is not what its kind needs. The checker finds most of these before publishing.'),
  never('LatestPublishedVersionNotFound', 'a conversation with a copilot that was never published does not start (NOT_PUBLISHED)'),
  when('OpenAIHate', 'The language model’s filter stopped the prompt or the answer.'),
  when('OpenAIJailBreak', 'The same.'),
  when('OpenAIndirectAttack', 'The same.'),
  when('OpenAIRateLimitReached', 'The language model takes no more requests for now.'),
  when('OpenAISelfHarm', 'The language model’s filter stopped the prompt or the answer.'),
  when('OpenAISexual', 'The same.'),
  when('OpenAIViolence', 'The same.'),
  when('OutgoingMessageSizeTooBig', 'A message is longer than 400,000 characters, its cards included.'),
  when('RedirectToDisabledDialog', 'A topic redirects to one that is off. Turn it on, or do not redirect to it.'),
  when('RedirectToNonExistentDialog', 'A topic redirects to one that is not in the copilot.'),
  when('SystemError', 'A fault of the service, not of the content. The log of the service says more.'),
  when('TooMuchDataToHandle', 'An answer of the outside, or a table, is larger than what a conversation can take.'),
]

const own: readonly Entry[] = [
  when('ConnectionFailed', 'A mapped address could not be reached, or did not answer as it should.'),
  when('HttpNotAllowed', 'An HTTP request was not sent: `baton chat` runs offline without `--allow-http`.'),
  when('HttpRequestBlocked', 'The request’s address is inside the network. An operator may allow the host with `BATON_ALLOWED_HOSTS`.'),
  when('HttpRequestFailed', 'The request could not be sent, or its connection broke.'),
  when('InvalidUrl', 'The request’s address is not one of http or https.'),
  when('McpToolFailed', 'A tool of an MCP server reported an error.'),
  when('McpToolNotFound', 'The MCP server does not have the tool.'),
  when('NoFallbackTopic', 'Nothing fits what was said, and no topic with the trigger OnUnknownIntent is on. In the trace only.'),
  when('NoIntentRecognized', 'Nothing fits what a RecognizeIntent node asked for. In the trace only.'),
  when('RecognitionFailed', 'What was said could not be recognised; it counts as a miss. In the trace only.'),
  when('SkillFailed', 'A skill ended with an error.'),
  when('SkillNotConfigured', 'A skill’s app id, endpoint or credentials are not set.'),
  when('SkillNotReachable', 'A skill did not answer, or gave no token.'),
  when('ToolNotMapped', 'A flow, connector or MCP server has no address yet. Enter it under Settings → Connections.'),
]

export const publishedFailures = published
export const ownFailures = own

/** docs/run-time-errors.md. */
export function failuresPage(): string {
  const row = (entry: Entry) => ('when' in entry ? `| \`${entry.code}\` | ${entry.when} |` : `| \`${entry.code}\` | does not occur: ${entry.never} |`)
  return `# What can fail in a turn

A failure in a topic puts its code into \`System.Error.Code\`, its words into \`System.Error.Message\`, ends what was under way, and runs the topic
with the trigger OnError; the customer hears a plain apology when there is none, or when it fails as well. Generated from
\`src/dialog/failure-table.ts\`; a test compares it with the codes that the source raises.

An HTTP request that is answered with an error carries its status: \`HTTP404\`, \`HTTP503\`. A node with *continue on error* goes on instead.

## Codes of the original product

The numbers of classic copilots (2000 to 3003) are not used; these names are what it says today.

| code | |
|---|---|
${published.map(row).join('\n')}

## Codes of Baton

| code | |
|---|---|
${own.map(row).join('\n')}
`
}
