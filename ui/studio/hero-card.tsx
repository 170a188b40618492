import { Button, Text } from '@fluentui/react-components'
import { z } from 'zod'

const heroCard = z.looseObject({
  title: z.string().optional(),
  subtitle: z.string().optional(),
  text: z.string().optional(),
  images: z.array(z.looseObject({ url: z.string(), alt: z.string().optional() })).optional(),
  media: z.array(z.looseObject({ url: z.string() })).optional(),
  buttons: z.array(z.looseObject({ type: z.string().optional(), title: z.string().optional(), value: z.unknown().optional() })).optional(),
})

/** Hero, thumbnail and media cards, readable: title, text, pictures, links to media, buttons. */
export function HeroCard(props: { content: unknown; onSubmit(value: unknown): void }) {
  const card = heroCard.safeParse(props.content)
  if (!card.success) return <Text size={200}>A card that cannot be shown here</Text>
  const { title, subtitle, text, images = [], media = [], buttons = [] } = card.data
  const press = (button: (typeof buttons)[number]) =>
    (button.type === 'openUrl' || button.type === 'signin') && /^https?:/i.test(String(button.value)) ? window.open(String(button.value), '_blank', 'noopener') : props.onSubmit(button.value ?? button.title)
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: '6px' }}>
      {images.filter(({ url }) => /^(https?:|data:image\/)/i.test(url)).map(({ url, alt }) => <img key={url} src={url} alt={alt ?? ''} style={{ maxWidth: '100%' }} />)}
      {title && <Text weight="semibold">{title}</Text>}
      {subtitle && <Text size={200}>{subtitle}</Text>}
      {text && <Text>{text}</Text>}
      {media.filter(({ url }) => /^https?:/i.test(url)).map(({ url }) => <a key={url} href={url} target="_blank" rel="noreferrer">{url}</a>)}
      {buttons.map((button, index) => <Button key={index} size="small" onClick={() => press(button)}>{button.title ?? String(button.value ?? '')}</Button>)}
    </div>
  )
}
