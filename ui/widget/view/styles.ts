/** The widget's whole look. Lives in its shadow root, so names can be short. */
export const styles = `
:host { --ink: #1b1b1f; --quiet: #5c5c66; --paper: #ffffff; --soft: #f1f2f4; --line: #e0e1e6; --danger: #b10e1c; --danger-soft: #fdf1f1; --link: var(--link-light);
  --note: #fff8e6; --note-ink: #5c4300; --shadow: 0 12px 40px rgb(0 0 0 / .18), 0 2px 8px rgb(0 0 0 / .10); color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :host { --ink: #f4f4f6; --quiet: #b9b9c3; --paper: #1f1f23; --soft: #2f2f33; --line: #43434a; --danger: #ff9a9a; --danger-soft: #3a2326; --link: var(--link-dark);
  --note: #3a311a; --note-ink: #f3dfae; --shadow: 0 12px 40px rgb(0 0 0 / .6), 0 0 0 1px rgb(255 255 255 / .08); } }
*, *::before, *::after { box-sizing: border-box; }
.baton { position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; color: var(--ink); text-align: start; -webkit-text-size-adjust: 100%; }
.baton.left { inset: auto auto 20px 20px; }
p, h2, h3, ul, ol { margin: 0; padding: 0; font: inherit; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
button:disabled { cursor: default; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher { position: relative; display: grid; place-items: center; width: 60px; height: 60px; margin-inline-start: auto; padding: 0; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); box-shadow: 0 6px 20px rgb(0 0 0 / .22), 0 0 0 1px rgb(255 255 255 / .12); transition: transform .16s ease; }
.left .launcher { margin-inline: 0 auto; }
.launcher:hover { transform: scale(1.05); }
.launcher:active { transform: scale(.97); }
.launcher svg { width: 28px; height: 28px; }
.badge { position: absolute; top: -4px; inset-inline-end: -4px; min-width: 22px; height: 22px; padding: 0 6px; border: 2px solid var(--paper); border-radius: 11px; background: #c4161c; color: #fff; font-size: 12px; font-weight: 600; line-height: 18px; text-align: center; }

.panel { position: absolute; bottom: 76px; inset-inline-end: 0; display: flex; flex-direction: column; width: 392px; height: min(660px, calc(100vh - 116px)); height: min(660px, calc(100dvh - 116px)); overflow: hidden; border-radius: 16px; background: var(--paper); box-shadow: var(--shadow); animation: rise .2s cubic-bezier(.2, .9, .3, 1); }
.left .panel { inset-inline: 0 auto; }
@keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.98); } }

.head { display: flex; align-items: center; gap: 2px; padding: 14px 10px 14px 18px; background: var(--accent); color: var(--on-accent); }
.titles { flex: 1; min-width: 0; }
.head h2 { overflow: hidden; font-size: 17px; font-weight: 600; line-height: 1.3; text-overflow: ellipsis; white-space: nowrap; }
.head p { overflow: hidden; font-size: 13px; line-height: 1.35; text-overflow: ellipsis; white-space: nowrap; }
.icon { display: grid; place-items: center; width: 36px; height: 36px; padding: 0; border: 0; border-radius: 8px; background: none; color: inherit; }
.icon:hover { background: color-mix(in srgb, var(--on-accent) 16%, transparent); }
.icon:focus-visible { outline-color: var(--on-accent); outline-offset: -3px; }
.icon svg { width: 20px; height: 20px; }

.status p { padding: 8px 18px; border-bottom: 1px solid var(--line); background: var(--soft); color: var(--ink); font-size: 13px; }
.scroller { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; }
.scroller:focus-visible { outline-offset: -3px; }
.lines { display: flex; flex-direction: column; padding: 16px 16px 12px; }
.notice { margin-bottom: 12px; padding: 10px 14px; border-radius: 10px; background: var(--note); color: var(--note-ink); font-size: 13px; }
/* Late, so that it does not flash before a copilot's greeting. */
.start { margin-top: 12px; color: var(--quiet); font-size: 13px; text-align: center; animation: fade .3s 2s backwards; }
.day { margin: 4px 0 10px; color: var(--quiet); font-size: 12px; text-align: center; }
.system { align-self: center; max-width: 90%; margin: 10px 0; color: var(--quiet); font-size: 13px; text-align: center; overflow-wrap: anywhere; }
.line { display: flex; flex-direction: column; align-items: flex-start; max-width: 86%; margin-top: 3px; }
.line.first { margin-top: 10px; }
.line.me { align-self: flex-end; align-items: flex-end; }
.author { margin: 0 0 3px 4px; color: var(--quiet); font-size: 12px; font-weight: 600; }
.bubble { max-width: 100%; padding: 9px 14px; border-radius: 18px; background: var(--soft); overflow-wrap: anywhere; }
.line.first:not(.me) .bubble { border-start-start-radius: 6px; }
.line.first.me .bubble { border-start-end-radius: 6px; }
.line.agent .bubble { background: color-mix(in srgb, var(--accent) 12%, var(--paper)); }
.me .bubble { background: var(--accent); color: var(--on-accent); }
.me.failed .bubble { background: var(--danger-soft); color: var(--ink); box-shadow: inset 0 0 0 1px var(--danger); }
.bubble p + p, .bubble p + ul, .bubble p + ol, .bubble ul + p, .bubble ol + p { margin-top: 8px; }
.bubble ul, .bubble ol { padding-inline-start: 20px; }
.bubble a, .system a { color: var(--link); }
.me .bubble a { color: inherit; }
.heading { font-weight: 600; }
code { padding: 1px 4px; border-radius: 4px; background: color-mix(in srgb, currentColor 10%, transparent); font: 13px ui-monospace, Menlo, Consolas, monospace; }
.mark { margin: 3px 6px 0; color: var(--quiet); font-size: 12px; }
.mark.problem { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 2px 10px; color: var(--danger); }
.plain { padding: 0 2px; border: 0; background: none; color: inherit; font-size: inherit; font-weight: 600; text-decoration: underline; }
.status .plain { margin-inline-start: 8px; }

.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }
.choice { display: inline-block; padding: 7px 14px; border: 1px solid var(--link); border-radius: 18px; background: none; color: var(--link); font-size: 14px; font-weight: 500; text-align: center; text-decoration: none; overflow-wrap: anywhere; }
.choice:hover:not(:disabled) { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.choice:disabled { opacity: .55; }
.typing { display: flex; align-items: center; gap: 8px; margin-top: 10px; color: var(--quiet); font-size: 13px; }
.dots { display: inline-flex; gap: 4px; padding: 11px 12px; border-radius: 16px; background: var(--soft); }
.dots i { width: 6px; height: 6px; border-radius: 50%; background: var(--quiet); animation: bounce 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes bounce { 0%, 60%, 100% { opacity: .4; } 30% { opacity: 1; transform: translateY(-3px); } }
.below { position: sticky; bottom: 10px; display: block; margin: 0 auto; padding: 6px 16px; border: 0; border-radius: 16px; background: var(--ink); color: var(--paper); font-size: 13px; box-shadow: 0 2px 10px rgb(0 0 0 / .25); }

.attachments { display: flex; flex-direction: column; gap: 8px; width: 100%; margin-top: 4px; }
.attachments.carousel { flex-direction: row; overflow-x: auto; padding-bottom: 6px; scroll-snap-type: x proximity; }
.carousel > * { flex: 0 0 86%; scroll-snap-align: start; }
.attachments img, .attachments video { display: block; max-width: 100%; max-height: 260px; border-radius: 12px; }
.attachments audio { width: 260px; max-width: 100%; }
.file { display: inline-flex; align-items: center; gap: 8px; align-self: flex-start; max-width: 100%; padding: 9px 14px; border: 1px solid var(--line); border-radius: 12px; color: var(--ink); overflow-wrap: anywhere; }
.card { display: flex; flex-direction: column; gap: 8px; width: 100%; min-width: 260px; padding: 12px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); overflow: hidden; }
.card.adaptive { padding: 0; gap: 0; min-height: 40px; }
.card .choice { width: 100%; }
.card a { color: var(--link); }
.quiet { color: var(--quiet); font-size: 13px; }
.card.adaptive .quiet { padding: 12px; }
.submitted { opacity: .7; }
.ac-input { width: 100%; padding: 8px 10px; border: 1px solid var(--quiet); border-radius: 8px; background: var(--paper); color: var(--ink); font: inherit; }
.ac-input input[type=checkbox], .ac-input input[type=radio] { accent-color: var(--accent); }
div.ac-input { border: 0; padding: 2px 0; }
.ac-pushButton { padding: 8px 14px; border: 1px solid var(--link); border-radius: 18px; background: none; color: var(--link); font-weight: 500; cursor: pointer; }
.ac-pushButton:hover, .ac-pushButton.style-positive { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.ac-pushButton.style-destructive { border-color: var(--danger); color: var(--danger); }
.ac-textBlock p { margin: 0; }
.ac-textBlock ul, .ac-textBlock ol { padding-inline-start: 20px; }

.composer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px; padding-bottom: max(10px, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--paper); }
.composer textarea { flex: 1; min-height: 42px; max-height: 132px; padding: 9px 14px; border: 1px solid var(--quiet); border-radius: 21px; background: var(--paper); resize: none; overflow-y: auto; line-height: 1.5; }
.composer textarea:focus { border-color: var(--link); outline: 2px solid var(--link); outline-offset: -1px; }
.composer textarea::placeholder { color: var(--quiet); opacity: 1; }
.composer textarea:disabled { opacity: .6; }
.send { display: grid; place-items: center; flex: none; width: 42px; height: 42px; padding: 0; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.send[aria-disabled=true] { background: var(--soft); color: var(--quiet); }
.send svg { width: 20px; height: 20px; }
.too-long { padding: 0 18px 10px; background: var(--paper); color: var(--danger); font-size: 13px; }
.closed { display: flex; flex-direction: column; gap: 12px; padding: 16px; padding-bottom: max(16px, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); text-align: center; }
.primary, .secondary { width: 100%; min-height: 44px; padding: 10px 16px; border: 1px solid transparent; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
.secondary { border-color: var(--quiet); background: none; color: var(--ink); }
.question { position: absolute; inset: 0; display: flex; align-items: flex-end; background: rgb(0 0 0 / .45); animation: fade .15s; }
.question > div { display: flex; flex-direction: column; gap: 10px; width: 100%; padding: 20px 18px; padding-bottom: max(18px, env(safe-area-inset-bottom)); border-radius: 16px 16px 0 0; background: var(--paper); }
.question h3 { font-size: 17px; font-weight: 600; }
@keyframes fade { from { opacity: 0; } }

@media (max-width: 480px) {
  .baton, .baton.left { inset: auto 16px 16px 16px; pointer-events: none; }
  .baton > * { pointer-events: auto; }
  .baton.open { inset: 0; }
  .panel, .left .panel { inset: 0; width: 100%; height: 100vh; height: 100dvh; border-radius: 0; }
  .head { padding-top: max(14px, env(safe-area-inset-top)); }
  .open .launcher { display: none; }
  .composer textarea { font-size: 16px; }
  .icon { width: 44px; height: 44px; }
}
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important; transition: none !important; } }
@media (forced-colors: active) { .bubble, .launcher, .panel, .send { border: 1px solid; } }
@media print { .baton { display: none; } }
`
