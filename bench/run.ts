import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a file in this folder exports as `run`. `table` is for people, `result` for machines. */
export type Bench = { name: string; table: string; result: unknown }
type BenchModule = { run(args: string[]): Promise<Bench>; about?: string }

const folder = import.meta.dirname

const names = () =>
  fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -3))
    .sort()

async function load(name: string): Promise<BenchModule> {
  return (await import(pathToFileURL(path.join(folder, `${name}.ts`)).href)) as BenchModule
}

async function main([name, ...args]: string[]): Promise<number> {
  if (!name || name === '--help') {
    process.stdout.write('npm run bench -- <name> [arguments]\n\n')
    for (const each of names()) process.stdout.write(`  ${each.padEnd(16)} ${(await load(each)).about ?? ''}\n`)
    return name ? 0 : 2
  }
  if (!names().includes(name)) {
    process.stderr.write(`There is no benchmark ${name}. There are: ${names().join(', ') || 'none yet'}.\n`)
    return 2
  }
  const bench = await (await load(name)).run(args)
  process.stdout.write(`${bench.table.trimEnd()}\n${JSON.stringify({ name: bench.name, ...Object(bench.result) })}\n`)
  return 0
}

process.exit(await main(process.argv.slice(2)))
