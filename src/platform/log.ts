/** Message text is static; ids and counts are fields. What a person said or typed never goes into a log. */
export type LogFields = Record<string, string | number | boolean | undefined>
export type Log = {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, error: unknown, fields?: LogFields): void
}

/** One JSON object a line on standard error, so that standard output stays for people and for `--json`. */
export const consoleLog: Log = {
  info: (message, fields) => write('info', message, fields),
  warn: (message, fields) => write('warn', message, fields),
  error: (message, error, fields) =>
    write('error', message, { ...fields, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }

function write(level: string, message: string, fields: LogFields | undefined) {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`)
}
