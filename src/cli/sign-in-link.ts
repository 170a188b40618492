import { linkAddress } from '../accounts/index.ts'
import { readConfig } from '../config.ts'
import { joinInstallation } from '../installation.ts'
import { BatonError, silentLog, systemClock } from '../platform/index.ts'
import { linkByEmail } from '../storage/index.ts'

/** `baton sign-in-link <e-mail>`: for the administrator who forgot the password. Whoever runs it holds the database anyway. */
export async function runSignInLink(args: string[]): Promise<number> {
  const [email, ...more] = args
  if (!email || more.length > 0) {
    process.stderr.write('Say for whom: baton sign-in-link <e-mail>\n')
    return 2
  }
  const config = readConfig(process.env)
  const { database, close } = await joinInstallation(config, silentLog)
  try {
    const link = await linkByEmail(database, email, systemClock)
    if (!link) {
      process.stderr.write(`Nobody here has the e-mail address ${email}.\n`)
      return 1
    }
    const origin = config.publicUrl ?? `http://localhost:${config.port}`
    process.stdout.write(`${link.name} sets a password with this link, once, until ${link.expiresAt.toISOString()}:\n\n  ${linkAddress(origin, link.purpose, link.token)}\n\n`)
    return 0
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  } finally {
    await close()
  }
}
