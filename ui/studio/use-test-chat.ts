import { useCallback, useEffect, useRef, useState } from 'react'
import type { Activity } from '../../src/contracts/activity.ts'
import { type DirectLine, type DirectLineStatus, connectDirectLine } from './direct-line.ts'
import { startTestConversation } from './studio-api.ts'
import { type Chat, emptyChat, receive, sending, settled } from './test-chat.ts'

export type TestChatStatus = DirectLineStatus | 'failed'

/** A test conversation with the saved draft. `reset` starts another one. */
export function useTestChat(copilotId: string) {
  const [round, setRound] = useState(0)
  const [chat, setChat] = useState<Chat>(emptyChat)
  const [status, setStatus] = useState<TestChatStatus>('connecting')
  const [error, setError] = useState<unknown>()
  const [conversationId, setConversationId] = useState<string>()
  const line = useRef<DirectLine>(undefined)

  useEffect(() => {
    let left = false
    setChat(emptyChat)
    setStatus('connecting')
    setError(undefined)
    setConversationId(undefined)
    startTestConversation(copilotId).then(
      (started) => {
        if (left) return
        setConversationId(started.conversationId)
        line.current = connectDirectLine({
          url: started.directLineUrl,
          token: started.token,
          conversationId: started.conversationId,
          onActivities: (activities) => left || setChat((old) => receive(old, activities)),
          onStatus: (next) => left || setStatus(next),
        })
      },
      (failure: unknown) => {
        if (left) return
        setStatus('failed')
        setError(failure)
      },
    )
    return () => {
      left = true
      line.current?.stop()
      line.current = undefined
    }
  }, [copilotId, round])

  const send = useCallback((message: Partial<Activity>) => {
    const direct = line.current
    if (!direct) return
    const key = `studio-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`
    const data = typeof message.channelData === 'object' ? message.channelData : {}
    const activity: Activity = { type: 'message', from: { id: 'maker', role: 'user' }, locale: navigator.language, localTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone, ...message, channelData: { ...data, clientActivityID: key } }
    setChat((old) => sending(old, key, activity))
    direct.send(activity).then(
      () => setChat((old) => settled(old, key, 'sent')),
      () => setChat((old) => settled(old, key, 'failed')),
    )
  }, [])

  return { chat, status, error, conversationId, send, reset: useCallback(() => setRound((n) => n + 1), []) }
}
