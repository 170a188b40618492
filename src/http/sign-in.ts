import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { signInPath, type CustomerSignIn } from '../engagement/index.ts'
import type { Hub } from '../engagement/hub.ts'
import { BatonError } from '../platform/index.ts'
import type { HttpConfig } from './config.ts'

export type SignInRouteDeps = { signIn: Pick<CustomerSignIn, 'start' | 'finish' | 'whose'>; hub: Pick<Hub, 'receiveActivity'>; config: HttpConfig }

const handedIn = z.looseObject({ token: z.string().min(1).max(50_000) })
const stateText = z.string().regex(/^[0-9a-z]{1,100}$/)
const startParams = z.object({ state: stateText })
const answer = z.looseObject({ state: stateText.catch('none'), code: z.string().max(10_000).optional(), error: z.string().max(1_000).optional() })
/** Each sign-in has its own: two may be under way in two tabs. */
const cookieOf = (state: string) => `baton_sign_in_${state.slice(0, 10)}`
const cookieSeconds = 15 * 60

/** Where the button of a sign-in card leads, and where the provider sends the browser back to. */
export function signInRoutes(app: FastifyInstance, { signIn, hub, config }: SignInRouteDeps) {
  app.get(`${signInPath}/start/:state`, async (request, reply) => {
    const { state } = startParams.parse(request.params)
    const start = await signIn.start(state)
    if (start.outcome === 'refused') return page(reply, 410, 'This link leads nowhere any more', start.words)
    reply.setCookie(cookieOf(state), start.cookie, { path: signInPath, httpOnly: true, sameSite: 'lax', secure: config.publicUrl?.startsWith('https:') === true, maxAge: cookieSeconds })
    return reply.redirect(start.url)
  })

  /** The card's `tokenPostResource`: the page signs the customer in by itself. 404: show the card's button instead. */
  const anyPage = (reply: FastifyReply) => reply.header('access-control-allow-origin', '*').header('access-control-allow-headers', 'content-type').header('access-control-allow-methods', 'POST, OPTIONS')
  app.options(`${signInPath}/token/:state`, async (_request, reply) => anyPage(reply).status(204).send())
  app.post(`${signInPath}/token/:state`, async (request, reply) => {
    anyPage(reply)
    const { state } = startParams.parse(request.params)
    const whose = await signIn.whose(state)
    if (!whose) throw new BatonError('NOT_FOUND', 'sign-in', state.slice(0, 8))
    const { token } = handedIn.parse(request.body)
    const { id } = await hub.receiveActivity(whose.conversationId, whose.customerId, { type: 'event', name: 'tokens/response', value: { token } })
    if (id === 'retry') throw new BatonError('NOT_FOUND', 'sign-in with', 'this token')
    return {}
  })

  app.get(`${signInPath}/callback`, async (request, reply) => {
    const { state, code, error } = answer.parse(request.query)
    const end = await signIn.finish({ state, code, error, cookie: request.cookies[cookieOf(state)] })
    reply.clearCookie(cookieOf(state), { path: signInPath })
    if (end.outcome === 'refused') return page(reply, 400, 'You are not signed in', end.words)
    return page(reply, 200, 'Almost there', 'Enter this code in the chat:', end.code)
  })
}

/** Customers come here: nothing leads from it to our own pages. All words are ours. */
function page(reply: FastifyReply, status: number, title: string, words: string, code?: string) {
  const digits = code ? `<p style="font-size:2.5em;letter-spacing:.1em;margin:.2em 0"><strong>${code.slice(0, 3)} ${code.slice(3)}</strong></p><p>Then you can close this page. Give the code to nobody.</p>` : ''
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em;color-scheme:light dark}</style>
<main><h1>${title}</h1><p>${words}</p>${digits}</main></html>`
  return reply.status(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').send(html)
}
