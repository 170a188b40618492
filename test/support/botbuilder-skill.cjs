// A Bot Framework skill on the unmodified SDK: ActivityHandler and CloudAdapter, one HTTP server in a process of its own.
// Arguments: a folder with botbuilder installed; `none` or `signed`; for `signed` the address of the issuer.
const { createRequire } = require('node:module')
const http = require('node:http')
const path = require('node:path')

const [, , folder, mode, issuer] = process.argv
const need = createRequire(path.join(folder, 'package.json'))
const { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication, EventFactory, MessageFactory } = need('botbuilder')
const { AuthenticationConfiguration, MicrosoftAppCredentials, allowedCallersClaimsValidator } = need('botframework-connector')

const appId = '11111111-2222-3333-4444-555555555555'
/** Knows its app id, and adds no token of its own: the conversation id is what lets it answer. */
const silentCredentials = {
  isValidAppId: async (id) => id === appId,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => MicrosoftAppCredentials.Empty,
}
const authentication =
  mode === 'signed'
    ? new ConfigurationBotFrameworkAuthentication(
        { MicrosoftAppId: appId, ToBotFromEmulatorOpenIdMetadataUrl: `${issuer}/.well-known/openid-configuration` },
        silentCredentials,
        new AuthenticationConfiguration([], allowedCallersClaimsValidator(['bot']), [issuer]),
      )
    : new ConfigurationBotFrameworkAuthentication({})

class Skill extends ActivityHandler {
  constructor() {
    super()
    this.onEvent(async (context, next) => {
      const { name, value } = context.activity
      if (name === 'startConversation') await finish(context, { LiveChatConversationId: `chat-${value?.Customer ?? 'nobody'}` })
      await next()
    })
    this.onMessage(async (context, next) => {
      const { text, value } = context.activity
      if (text === 'stop') {
        await context.sendActivity('Good bye from the skill.')
        await finish(context, { Count: 2 })
      } else if (text === 'person') {
        await context.sendActivity(EventFactory.createHandoffInitiation(context, { Department: 'Billing', va_AgentMessage: 'From the skill.' }))
      } else if (text === 'correct') {
        const { id } = await context.sendActivity('It is opne.')
        await context.updateActivity({ ...MessageFactory.text('It is open.'), id, conversation: context.activity.conversation })
        const second = await context.sendActivity('Forget this.')
        await context.deleteActivity(second.id)
      } else if (text === 'break') {
        throw new Error('the skill is broken')
      } else {
        await context.sendActivity(`Skill heard: ${text}${value ? ` with ${JSON.stringify(value)}` : ''}`)
      }
      await next()
    })
    this.onEndOfConversation(async (context, next) => {
      process.stdout.write(`ended ${context.activity.code}\n`)
      await next()
    })
  }
}
const finish = (context, value) => context.sendActivity({ type: 'endOfConversation', code: 'completedSuccessfully', value })

const adapter = new CloudAdapter(authentication)
adapter.onTurnError = async (context) => void (await context.sendActivity({ type: 'endOfConversation', code: 'SkillError' }))
const skill = new Skill()
const server = http.createServer((request, response) => {
  let text = ''
  request.on('data', (part) => (text += part))
  request.on('end', () => {
    request.body = JSON.parse(text)
    // What the adapter uses of express or restify.
    response.status = (code) => void (response.statusCode = code)
    response.header = (name, value) => void response.setHeader(name, value)
    response.send = (body) => void response.write(typeof body === 'string' ? body : JSON.stringify(body))
    adapter.process(request, response, (context) => skill.run(context)).catch((error) => {
      process.stderr.write(`${error.stack}\n`)
      response.writeHead(500).end()
    })
  })
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${server.address().port}\n`))
