import type { z } from 'zod'
import type { livechatConfig } from '../../contracts/index.ts'
import type { Channel } from '../../engagement/hub.ts'

type Config = z.infer<typeof livechatConfig>

export type PublicWidget = {
  id: string
  environmentId: string
  settings: { title: string; subtitle: string; color: string; position: 'left' | 'right'; allowedOrigins: string[] }
  served: boolean
}
export type PublicCopilot = { id: string; name: string; environmentId: string; published: boolean }

/** Where a customer comes in: the hub's widget, with people behind it, or the studio's embed code, without. */
export type Door = {
  environmentId: string
  channel: Channel
  widgetId?: string
  copilotId?: string
  allowedOrigins: string[]
  config: Config
}

/**
 * A copilot that was disconnected or never published does not close the chat: conversations go straight to the queue,
 * and keep their place there until somebody signs in. It is closed only when nobody could ever answer.
 */
export function widgetDoor({ id, environmentId, settings, served }: PublicWidget): Door {
  const { allowedOrigins, ...looks } = settings
  const notice = served ? null : 'This chat is closed at the moment. Please come back later.'
  return { environmentId, channel: 'livechat', widgetId: id, allowedOrigins, config: { ...looks, online: served, notice, people: true } }
}

export function embedDoor({ id, name, environmentId, published }: PublicCopilot): Door {
  const notice = published ? 'No person can be reached in this chat.' : 'This copilot has not been published yet.'
  const config: Config = { title: name, subtitle: '', color: '#0f6cbd', position: 'right', online: published, notice, people: false }
  return { environmentId, channel: 'directline', copilotId: id, allowedOrigins: [], config }
}
