import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readConfig, type Config } from '../../src/config.ts'

/** A server of its own on a free port with an empty data folder; `remove` deletes the folder. */
export function throwAwayConfig(): { config: Config; remove(): void } {
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'baton-bench-'))
  fs.chmodSync(dataFolder, 0o755)
  const config = readConfig({ PORT: '0', BATON_HOST: '127.0.0.1', BATON_DATA: dataFolder, BATON_RATE_LIMIT: '0' })
  return { config, remove: () => fs.rmSync(dataFolder, { recursive: true, force: true }) }
}
