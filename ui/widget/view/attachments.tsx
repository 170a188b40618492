/** @jsxImportSource preact */
import type { Attachment } from '../../../src/contracts/index.ts'
import type { QuickReply } from '../chat/lines.ts'
import { texts } from '../texts.ts'
import { AdaptiveCardView } from './adaptive-card.tsx'
import { Icon } from './icons.tsx'
import { RichText } from './rich-text-view.tsx'
import { safeImage, safeUrl } from './rich-text.ts'

export type Acts = { reply(choice: QuickReply): void; submit(value: unknown): void; disabled: boolean }

export function Attachments({ list, carousel, acts }: { list: Attachment[]; carousel: boolean; acts: Acts }) {
  if (list.length === 0) return null
  return (
    // What scrolls can be scrolled by keyboard.
    <div class={carousel ? 'attachments carousel' : 'attachments'} {...(carousel ? { tabIndex: 0 } : {})}>
      {list.map((attachment, at) => (
        <AttachmentView key={at} attachment={attachment} acts={acts} />
      ))}
    </div>
  )
}

function AttachmentView({ attachment, acts }: { attachment: Attachment; acts: Acts }) {
  const { contentType, contentUrl, name } = attachment
  if (contentType === 'application/vnd.microsoft.card.adaptive') return <AdaptiveCardView card={attachment.content} acts={acts} />
  if (/^application\/vnd\.microsoft\.card\.(hero|thumbnail|signin|oauth)$/.test(contentType)) return <HeroCard content={attachment.content} acts={acts} />
  if (contentType.startsWith('image/')) return <Picture url={contentUrl} name={name} />
  const href = safeUrl(contentUrl)
  if (!href) return <span class="file">{name ?? texts.cardUnreadable}</span>
  if (contentType.startsWith('audio/')) return <audio controls preload="none" src={href} aria-label={name ?? texts.file} />
  if (contentType.startsWith('video/')) return <video controls preload="metadata" src={href} aria-label={name ?? texts.file} />
  return (
    <a class="file" href={href} target="_blank" rel="noopener noreferrer nofollow" download={name ?? ''}>
      <Icon name="file" />
      <span>{name ?? texts.file}</span>
    </a>
  )
}

function Picture({ url, name }: { url: string | undefined; name: string | undefined }) {
  const source = safeImage(url)
  if (!source) return <span class="file">{name ?? texts.image}</span>
  const picture = <img src={source} alt={name ?? texts.image} loading="lazy" />
  const href = safeUrl(url)
  return href ? (
    <a class="picture" href={href} target="_blank" rel="noopener noreferrer nofollow">
      {picture}
    </a>
  ) : (
    picture
  )
}

type Hero = { title?: unknown; subtitle?: unknown; text?: unknown; images?: { url?: unknown; alt?: unknown }[]; buttons?: { type?: unknown; title?: unknown; value?: unknown }[] }

function HeroCard({ content, acts }: { content: unknown; acts: Acts }) {
  const card = (content ?? {}) as Hero
  const image = Array.isArray(card.images) ? card.images[0] : undefined
  const source = safeImage(image?.url)
  return (
    <div class="card">
      {source ? <img src={source} alt={typeof image?.alt === 'string' ? image.alt : ''} loading="lazy" /> : null}
      {card.title ? <p class="heading">{String(card.title)}</p> : null}
      {card.subtitle ? <p class="quiet">{String(card.subtitle)}</p> : null}
      {card.text ? <RichText text={String(card.text)} markdown /> : null}
      {(Array.isArray(card.buttons) ? card.buttons : []).map((button, at) => (
        <ActionButton key={at} choice={{ title: String(button.title ?? button.value ?? ''), type: String(button.type ?? 'imBack'), value: button.value }} acts={acts} />
      ))}
    </div>
  )
}

/** A reply, or a link where the action opens an address. */
export function ActionButton({ choice, acts }: { choice: QuickReply; acts: Acts }) {
  if (['openUrl', 'signin', 'downloadFile', 'call'].includes(choice.type)) {
    const href = safeUrl(choice.value)
    if (!href) return null
    return (
      <a class="choice" href={href} target="_blank" rel="noopener noreferrer nofollow">
        {choice.title}
      </a>
    )
  }
  return (
    <button type="button" class="choice" disabled={acts.disabled} onClick={() => acts.reply(choice)}>
      {choice.title}
    </button>
  )
}
