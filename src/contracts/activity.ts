import { z } from 'zod'

/** Who sent or receives an activity. `role` is `user` (customer), `bot` (copilot), `agent` (a person who serves) or `system`. */
const channelAccount = z.looseObject({
  id: z.string().max(200).default(''),
  name: z.string().max(200).optional(),
  role: z.string().max(40).optional(),
})

const attachment = z.looseObject({
  contentType: z.string().max(200).default('application/octet-stream'),
  contentUrl: z.string().max(4_000_000).optional(),
  content: z.unknown().optional(),
  name: z.string().max(500).optional(),
})

/**
 * A Bot Framework activity: the unit on every wire and in the log. Only what we read is typed; other members travel
 * untouched (`looseObject`), because clients rely on seeing them again.
 */
export const activity = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().max(300).optional(),
  timestamp: z.string().max(60).optional(),
  channelId: z.string().max(100).optional(),
  serviceUrl: z.string().max(2000).optional(),
  from: channelAccount.optional(),
  recipient: channelAccount.optional(),
  conversation: z.looseObject({ id: z.string().max(300) }).optional(),
  replyToId: z.string().max(300).optional(),
  locale: z.string().max(35).optional(),
  text: z.string().max(100_000).optional(),
  speak: z.string().max(100_000).optional(),
  textFormat: z.string().max(40).optional(),
  inputHint: z.string().max(40).optional(),
  attachmentLayout: z.string().max(40).optional(),
  attachments: z.array(attachment).max(50).optional(),
  suggestedActions: z.looseObject({ actions: z.array(z.looseObject({ type: z.string().optional(), title: z.string().optional(), value: z.unknown().optional() })) }).optional(),
  entities: z.array(z.unknown()).max(200).optional(),
  channelData: z.unknown().optional(),
  name: z.string().max(300).optional(),
  value: z.unknown().optional(),
  code: z.string().max(100).optional(),
  /** Of `messageUpdate` and `messageDelete` in the log: the id of the line it changes. Direct Line clients get it as `id`. */
  changes: z.string().max(300).optional(),
})

export type Activity = z.infer<typeof activity>
export type ChannelAccount = z.infer<typeof channelAccount>
export type Attachment = z.infer<typeof attachment>
