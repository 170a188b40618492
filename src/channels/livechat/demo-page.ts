type Demo = { widgetId: string | undefined; copilotId: string | undefined }

const products = [
  ['Trail backpack, 24 l', 'Waxed canvas, two bottle pockets.', '€ 79.00', '#7a9e7e'],
  ['Enamel mug', 'Holds 0.35 l. Survives the dishwasher.', '€ 12.50', '#c96f4a'],
  ['Merino socks, two pairs', 'Warm when wet, dry by morning.', '€ 24.00', '#5a7fa8'],
  ['Head torch', '350 lumens, charges by USB-C.', '€ 39.90', '#8a6fae'],
] as const

/** A shop of nobody, to see the chat where customers would see it: the one script tag is all it has of ours. */
export function demoPage({ widgetId, copilotId }: Demo): string {
  const target = copilotId ? `data-copilot="${escapeHtml(copilotId)}"` : widgetId ? `data-widget="${escapeHtml(widgetId)}"` : undefined
  const script = target
    ? `<script src="/widget/baton-chat.js" ${target} data-url-context="*"></script>`
    : '<p class="note">There is no chat widget yet. Make one on the administration page.</p>'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Northwind Outdoor</title>
<style>
:root { color-scheme: light dark; --ink: #1d2b24; --paper: #fbfaf6; --line: #dedbd0; --accent: #2f5d46 }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae2; --paper: #161a18; --line: #343a36; --accent: #8cc3a4 } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 1.25rem }
header { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: baseline; border-bottom: 1px solid var(--line) }
header strong { font-size: 1.25rem; letter-spacing: -.01em; color: var(--accent) }
nav { display: flex; gap: 1.25rem; flex-wrap: wrap }
nav a { color: inherit; text-decoration: none }
nav a:hover, nav a:focus-visible { text-decoration: underline }
h1 { font-size: clamp(1.75rem, 5vw, 2.75rem); line-height: 1.1; letter-spacing: -.02em; margin: 2rem 0 .75rem }
.lead { max-width: 34rem; margin: 0 0 2.5rem }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)) }
li { border: 1px solid var(--line); border-radius: .75rem; overflow: hidden }
li div { padding: .9rem 1rem 1.1rem }
li i { display: block; height: 8rem }
li h2 { font-size: 1rem; margin: 0 0 .25rem }
li p { margin: 0 0 .5rem; font-size: .9rem }
footer { border-top: 1px solid var(--line); margin-top: 3rem; font-size: .875rem }
.note { max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem }
</style>
</head>
<body>
<header><strong>Northwind Outdoor</strong><nav aria-label="Shop"><a href="#packs">Packs</a><a href="#camp">Camp</a><a href="#sale">Sale</a><a href="#help">Help</a></nav></header>
<main>
<h1>Made for the long way round.</h1>
<p class="lead">Free delivery over € 50 and thirty days to change your mind. Questions about an order? Open the chat in the corner.</p>
<ul>
${products.map(product).join('\n')}
</ul>
</main>
<footer>Northwind Outdoor is a made-up shop that shows the chat widget in its place.</footer>
${script}
</body>
</html>`
}

function product([name, words, price, color]: (typeof products)[number]): string {
  return `<li><i style="background:${color}"></i><div><h2>${name}</h2><p>${words}</p><strong>${price}</strong></div></li>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
