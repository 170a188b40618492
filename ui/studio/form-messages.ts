import type { z } from 'zod'

/** The first thing wrong with each field, by its name. */
export function messagesOf(result: z.ZodSafeParseResult<unknown>): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const issue of result.error?.issues ?? []) messages[String(issue.path[0] ?? '')] ??= issue.message
  return messages
}

/** Once the messages are shown: where the first of them is. */
export function focusFirstInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
