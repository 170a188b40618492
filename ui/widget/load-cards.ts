export type CardOptions = { dark: boolean; submit(value: unknown): void }
/** Throws when the card cannot be read. */
export type RenderCard = (card: unknown, options: CardOptions) => HTMLElement

let address = ''
let loading: Promise<RenderCard> | undefined

/** Where `baton-cards.js` lies: beside the widget's own script. */
export function cardsFrom(origin: string) {
  address = `${origin}/widget/baton-cards.js`
}

/** The file announces itself through our one global name. */
export function loadCards(): Promise<RenderCard> {
  return (loading ??= new Promise<RenderCard>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = () => {
      const render = (window as { Baton?: { renderCard?: RenderCard } }).Baton?.renderCard
      if (render) resolve(render)
      else reject(new Error('The cards file is not what it should be.'))
    }
    script.onerror = () => {
      loading = undefined
      reject(new Error('The cards file cannot be loaded.'))
    }
    document.head.append(script)
  }))
}
