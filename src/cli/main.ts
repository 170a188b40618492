/** One command: what it is for, how it is called, and where its code is. Loaded when used, so that `--help` stays quick. */
type Command = {
  name: string
  about: string
  usage: string
  examples: string[]
  load(): Promise<(args: string[]) => Promise<number>>
}

/** The list is the documentation: `baton --help` prints it. */
const commands: Command[] = []

/** `baton start` is handled before this file is loaded: it has to install and build what is missing. */
const startLine = 'start                     install and build what is missing, then run the server (PORT, default 3978)'

/** Returns the exit code: 0 fine, 1 the command found or met a problem, 2 it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args
  if (!name) return print(overview(), 2)
  if (['--help', '-h', 'help'].includes(name)) return print(rest[0] ? helpFor(rest[0]) : overview(), 0)
  const command = commands.find((each) => each.name === name)
  if (!command) return complain(name)
  if (rest.includes('--help') || rest.includes('-h')) return print(detail(command), 0)
  const run = await command.load()
  return run(rest)
}

function overview(): string {
  const lines = commands.map((command) => `  ${command.name.padEnd(25)} ${command.about}`)
  const examples = ['baton start', ...commands.flatMap((command) => command.examples)].map((example) => `  ${example}`)
  return ['baton <command> [arguments]', '', 'Commands:', `  ${startLine}`, ...lines, '', 'Examples:', ...examples, '', 'baton <command> --help says more about one.'].join('\n')
}

const detail = (command: Command) => [`baton ${command.usage}`, '', `  ${command.about}`, '', 'Examples:', ...command.examples.map((example) => `  ${example}`)].join('\n')

function helpFor(name: string): string {
  const command = commands.find((each) => each.name === name)
  return command ? detail(command) : overview()
}

function complain(name: string): number {
  const known = ['start', ...commands.map((command) => command.name)].join(', ')
  process.stderr.write(`There is no command "${name}". There are: ${known}. "baton --help" shows examples.\n`)
  return 2
}

function print(text: string, code: number): number {
  process.stdout.write(`${text}\n`)
  return code
}
