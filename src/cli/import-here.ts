import { readConfig } from '../config.ts'
import { joinInstallation } from '../installation.ts'
import { silentLog } from '../platform/index.ts'
import { runImport } from './import.ts'

/** `baton import` into the installation that the environment names (DATABASE_URL, or BATON_DATA's database). */
export function runImportHere(args: string[]): Promise<number> {
  return runImport(args, async () => {
    const { database, close } = await joinInstallation(readConfig(process.env), silentLog)
    return { db: database.db, close }
  })
}
