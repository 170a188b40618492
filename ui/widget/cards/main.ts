import { AdaptiveCard, ExecuteAction, HostConfig, OpenUrlAction, SubmitAction, type Action } from 'adaptivecards'
import type { RenderCard } from '../load-cards.ts'
import { parseMarkdown, safeUrl, toHtml } from '../view/rich-text.ts'

// The library puts this text into the page as HTML: ours is built from a tree, with every piece of text escaped.
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = toHtml(parseMarkdown(text))
  result.didProcess = true
}

const render: RenderCard = (content, { dark, submit }) => {
  const card = new AdaptiveCard()
  card.hostConfig = hostConfig(dark)
  card.onExecuteAction = (action) => act(action, submit)
  card.parse(content)
  const element = card.render()
  if (!element) throw new Error('The card has nothing to show.')
  return element
}

function act(action: Action, submit: (value: unknown) => void) {
  if (action instanceof OpenUrlAction) {
    const href = safeUrl(action.url)
    if (href) window.open(href, '_blank', 'noopener,noreferrer')
  } else if (action instanceof ExecuteAction) submit({ ...(action.data as object | undefined), verb: action.verb })
  else if (action instanceof SubmitAction) submit(action.data ?? {})
}

function hostConfig(dark: boolean): HostConfig {
  const ink = dark ? '#f5f5f5' : '#1b1b1b'
  const quiet = dark ? '#c8c8c8' : '#5a5a5a'
  const color = (value: string) => ({ default: value, subtle: value })
  const foregroundColors = {
    default: { default: ink, subtle: quiet },
    accent: color(dark ? '#7cc0ff' : '#0b5cad'),
    good: color(dark ? '#7fd48a' : '#0e700e'),
    warning: color(dark ? '#f0b775' : '#8a4b00'),
    attention: color(dark ? '#ff9a9a' : '#b10e1c'),
    light: color('#ffffff'),
    dark: color('#1b1b1b'),
  }
  const background = dark ? '#2b2b2e' : '#ffffff'
  const emphasis = dark ? '#3a3a3e' : '#f0f0f2'
  return new HostConfig({
    fontFamily: 'inherit',
    supportsInteractivity: true,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
    separator: { lineThickness: 1, lineColor: dark ? '#55555a' : '#dcdce0' },
    imageSizes: { small: 40, medium: 80, large: 160 },
    containerStyles: { default: { backgroundColor: background, foregroundColors }, emphasis: { backgroundColor: emphasis, foregroundColors } },
    actions: { maxActions: 10, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'vertical', actionAlignment: 'stretch', showCard: { actionMode: 'inline', inlineTopMargin: 8 } },
  })
}

const page = window as { Baton?: { renderCard?: RenderCard } }
page.Baton = Object.assign(page.Baton ?? {}, { renderCard: render })
