import { makeStyles, tokens } from '@fluentui/react-components'
import { VisuallyHidden, customerName } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import { OfferCard } from './offer-card.tsx'

const useStyles = makeStyles({
  stack: {
    position: 'fixed',
    bottom: '12px',
    right: '12px',
    width: 'min(336px, calc(100vw - 24px))',
    zIndex: 500,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    '@media (max-width: 719px)': { width: 'auto', left: '12px' },
    // Beside the transcript is no room: below the conversation's header, so that the composer stays free.
    '@media (min-width: 720px) and (max-width: 1099px)': { top: '112px', bottom: 'auto' },
  },
})

/** Offers over everything else, wherever the agent is. Screen readers hear who is there, not every second of the countdown. */
export function Offers(props: { compact: boolean }) {
  const styles = useStyles()
  const offers = useDesk().inbox?.offers ?? []
  return (
    <>
      <VisuallyHidden as="div" role="alert">
        {offers.map((offer) => `Incoming conversation from ${customerName(offer.conversation)}${offer.conversation.queue ? ` in ${offer.conversation.queue.name}` : ''}. Alt Shift A accepts. `)}
      </VisuallyHidden>
      {offers.length > 0 && (
        <section className={styles.stack} aria-label="Incoming conversations">
          {offers.slice(0, 3).map((offer) => <OfferCard key={offer.offerId} offer={offer} compact={props.compact} />)}
        </section>
      )}
    </>
  )
}
