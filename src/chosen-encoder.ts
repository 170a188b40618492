import { describeFolder, endpointEncoder, type LocalEncoder, type RemoteEncoder, type Send } from './encoder/index.ts'
import type { Config } from './config.ts'
import { outgoingHttp } from './engagement/index.ts'

/** The encoder of sentences that the environment names; undefined means the built-in one. Throws when it names a folder that holds none. */
export async function chosenEncoder({ encoder }: Pick<Config, 'encoder'>): Promise<LocalEncoder | RemoteEncoder | undefined> {
  if (encoder === undefined) return undefined
  return 'folder' in encoder ? describeFolder(encoder.folder) : endpointEncoder(encoder, sendTo(encoder.url))
}

/** Whoever configures the server says where its encoder is, inside the network or not; nothing else is reached this way. */
function sendTo(url: string): Send {
  const perform = outgoingHttp([new URL(url).host])
  return async (request) => {
    const result = await perform({ type: 'http', callId: 'embeddings', method: 'POST', ...request })
    if (result.type === 'http') return { status: result.status, body: result.body }
    return { failed: result.type === 'failed' ? result.message : 'it answered something else' }
  }
}
