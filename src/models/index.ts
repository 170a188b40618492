/** The language model, wherever it runs: asking it, and what it is given to answer from. Without one, nothing here is used. */
export type * from './types.ts'
export { ModelFailure } from './types.ts'
export { chatCompletions } from './chat-completions.ts'
export { groundedAnswer, groundedMessages } from './grounded-answer.ts'
export { promptMessages } from './run-prompt.ts'
