import type { Multipart } from '@fastify/multipart'
import { activity as activitySchema, type Activity, type Attachment } from '../../contracts/index.ts'
import { DirectLineError } from './errors.ts'

/** The hub takes files inside the activity, as data: addresses, and keeps them beside the log. */
export const uploadLimits = { fileSize: 3_000_000, files: 11, fields: 10, parts: 20, fieldSize: 256_000 } as const
const totalBytes = 3_000_000

/** What agents can look at safely: nothing here runs when it is opened. */
const allowedTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/jpg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'video/mp4',
  'application/pdf',
  'application/zip',
  'application/json',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'text/plain',
  'text/csv',
])
const activityType = 'application/vnd.microsoft.activity'

/** Reads the template activity and the files that belong to it. */
export async function readUpload(parts: AsyncIterable<Multipart>): Promise<Activity> {
  let template: Activity = { type: 'message' }
  const files: Attachment[] = []
  let total = 0

  for await (const part of parts) {
    if (part.type === 'field') {
      if (part.fieldname === 'activity') template = parseActivity(String(part.value))
      continue
    }
    const bytes = await part.toBuffer()
    if (part.mimetype === activityType || part.fieldname === 'activity') {
      template = parseActivity(bytes.toString('utf8'))
      continue
    }
    total += bytes.length
    if (total > totalBytes) throw tooBig()
    if (!allowedTypes.has(part.mimetype)) throw new DirectLineError(415, 'UnsupportedMediaType', `Files of type ${part.mimetype} are not taken.`)
    files.push({ contentType: part.mimetype, name: part.filename || 'file', contentUrl: `data:${part.mimetype};base64,${bytes.toString('base64')}` })
  }
  if (files.length === 0) throw new DirectLineError(400, 'BadArgument', 'The upload contains no file.')
  return { ...template, attachments: files }
}

export const tooBig = () => new DirectLineError(413, 'MessageSizeTooBig', `Files of one message may have ${totalBytes / 1_000_000} MB in total.`)

function parseActivity(text: string): Activity {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new DirectLineError(400, 'BadArgument', 'The part "activity" is not JSON.')
  }
  return activitySchema.parse(value)
}
