/** One command: what it is for, how it is called, and where its code is. Loaded when used, so that `--help` stays quick. */
type Command = {
  name: string
  about: string
  usage: string
  examples: string[]
  load(): Promise<(args: string[]) => Promise<number>>
}

/** The list is the documentation: `baton --help` prints it. */
const commands: Command[] = [
  {
    name: 'import',
    about: 'bring a copilot into this installation, running or not',
    usage: 'import <solution.zip | unpacked folder | workspace folder> [--environment name] [--publish] [--json]',
    examples: ['baton import ./ContosoSupport_1_0_0_1.zip', 'baton import ./my-workspace --publish'],
    load: async () => (await import('./import-here.ts')).runImportHere,
  },
  {
    name: 'sign-in-link',
    about: 'print a link with which somebody sets a new password',
    usage: 'sign-in-link <e-mail>',
    examples: ['baton sign-in-link robin@example.org'],
    load: async () => (await import('./sign-in-link.ts')).runSignInLink,
  },
  {
    name: 'check',
    about: 'say what is wrong with copilots, with file, line and column',
    usage: 'check <path>... [--json]',
    examples: ['baton check ./my-workspace', 'baton check ./solutions/*.zip --json > findings.json'],
    load: async () => (await import('./check.ts')).runCheck,
  },
  {
    name: 'chat',
    about: 'talk to a copilot offline, or play a script',
    usage: 'chat <path> [--script turns.txt] [--channel omnichannel|directline] [--copilot name] [--json] [--trace] [--allow-http] [--flows flows.json]',
    examples: ['baton chat ./my-workspace', 'baton chat ./my-workspace --script turns.txt --json'],
    load: async () => (await import('./chat.ts')).runChat,
  },
  {
    name: 'fx',
    about: 'evaluate a Power Fx formula',
    usage: "fx '<formula>' [--vars vars.json] | fx --cases file.jsonl [--json]",
    examples: [`baton fx 'Upper("hello") & "!"'`, `baton fx 'Topic.Count * 2' --vars vars.json`],
    load: async () => (await import('./fx.ts')).runFx,
  },
  {
    name: 'recognize',
    about: 'say what is wrong with trigger phrases, or measure how well phrases are recognised',
    usage: 'recognize --lint <package> [--ask <text>] [--json] | recognize --train a.jsonl --test b.jsonl [--per-intent K --seed S] [--lexical] [--json]',
    examples: ['baton recognize --lint ./my-workspace', `baton recognize --lint ./my-workspace --ask 'where is my parcel'`, 'baton recognize --train phrases.jsonl --test said.jsonl --per-intent 5 --seed 1 --json'],
    load: async () => (await import('./recognize.ts')).runRecognize,
  },
]

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
