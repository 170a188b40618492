import { useState } from 'react'
import { useNavigate } from 'react-router-dom'
import type { Offer } from '../../src/contracts/desk.ts'
import { callApi, useNotify } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import { conversationPath } from './use-conversation.ts'

/** Answering an offer, or picking a waiting conversation. Losing a race is said in words, not shown as a failure. */
export function useOfferActions() {
  const { refresh } = useDesk()
  const { notifyError } = useNotify()
  const navigate = useNavigate()
  const [busy, setBusy] = useState<string>()

  const act = async (conversationId: string, work: () => Promise<void>, failure: string) => {
    setBusy(conversationId)
    try {
      await work()
    } catch (error) {
      notifyError(failure, error)
    } finally {
      setBusy(undefined)
      void refresh()
    }
  }
  return {
    busy,
    accept: (conversationId: string, offerId?: string) =>
      act(
        conversationId,
        async () => {
          await callApi(`${conversationPath(conversationId)}/accept`, { body: offerId ? { offerId } : {} })
          navigate(`/conversations/${encodeURIComponent(conversationId)}`, { state: { focus: 'composer' } })
        },
        'You did not get this conversation',
      ),
    decline: (offer: Offer) => act(offer.conversation.id, async () => void (await callApi(`${conversationPath(offer.conversation.id)}/decline`, { body: { offerId: offer.offerId } })), 'The offer could not be declined'),
  }
}
