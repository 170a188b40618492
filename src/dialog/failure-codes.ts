/** Codes of the original product that failures here carry. An HTTP status becomes `HTTP404`. */
export const publishedCodes: readonly string[] = [
  'AIModelActionBadRequest', 'AIModelActionRequestTimeout', 'AsyncResponsePayloadTooLarge', 'AuthenticationNotConfigured', 'BindingKeyNotFoundError',
  'ConnectorActionNotSupported', 'ConnectorPowerFxError', 'ConsentNotProvidedByUser', 'ContentError', 'ConversationStateTooLarge', 'DataLossPreventionViolation',
  'ElementNotSupported', 'ExecutionTimeout', 'FlowActionBadRequest', 'FlowActionException', 'FlowActionTimedOut', 'InfiniteLoopInBotContent', 'InvalidContent',
  'LatestPublishedVersionNotFound', 'McpToolNotFound', 'OpenAIHate', 'OpenAIJailBreak', 'OpenAIndirectAttack', 'OpenAIRateLimitReached', 'OpenAISelfHarm', 'OpenAISexual', 'OpenAIViolence', 'OutgoingMessageSizeTooBig', 'RedirectToDisabledDialog', 'RedirectToNonExistentDialog', 'SystemError', 'TooMuchDataToHandle',
]

/** What the original product has no code for. */
export const ownCodes: readonly string[] = ['ConnectionFailed', 'HttpNotAllowed', 'McpToolFailed', 'NoFallbackTopic', 'NoIntentRecognized', 'RecognitionFailed', 'SkillFailed', 'SkillNotConfigured', 'SkillNotReachable']

export const isKnownCode = (code: string) => publishedCodes.includes(code) || ownCodes.includes(code) || /^HTTP[1-5]\d\d$/.test(code)
