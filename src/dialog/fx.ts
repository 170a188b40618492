import { T, compileExpression, compileTemplate, errorMessage, fromJson, isBlank, isError, toJson, toText, truthy } from '../powerfx/index.ts'
import type { CompileOptions, FxEnv, FxValue } from '../powerfx/index.ts'
import { ContentFailure } from './failure.ts'

export { fromJson, isBlank, toJson, toText, truthy }
export type { FxEnv, FxValue }

/** The choices expressions may name: option set -> choices, each with the text it is shown as. */
export type OptionSets = Record<string, { id: string; name: string }[]>

type Evaluate<T> = (env: FxEnv) => T

/** The compiled expressions and templates of one copilot. Each is compiled the first time it is used, and once. */
export class Expressions {
  private readonly expressions = new Map<string, Evaluate<FxValue>>()
  private readonly templates = new Map<string, string | Evaluate<string>>()
  private readonly options: CompileOptions

  /** `aliases`: other names of option sets, which the conversation's `lookup` answers. */
  constructor(optionSets: OptionSets, aliases: Iterable<string> = []) {
    this.options = {
      lenient: true,
      optionSets: Object.entries(optionSets).map(([name, options]) => ({ name, options })),
      scope: Object.fromEntries(['bot', ...aliases].map((alias) => [alias, T.Any])),
    }
  }

  /** `source` without its leading `=`. */
  value(source: string, env: FxEnv): FxValue {
    let evaluate = this.expressions.get(source)
    if (!evaluate) {
      evaluate = this.compile(source)
      this.expressions.set(source, evaluate)
    }
    const value = evaluate(env)
    if (isError(value)) throw new ContentFailure('ContentError', `The expression "${shorten(source)}" failed: ${errorMessage(value)}`)
    return value
  }

  text(template: string, env: FxEnv): string {
    let evaluate = this.templates.get(template)
    if (evaluate === undefined) {
      evaluate = this.compileText(template)
      this.templates.set(template, evaluate)
    }
    return typeof evaluate === 'string' ? evaluate : evaluate(env)
  }

  private compile(source: string): Evaluate<FxValue> {
    const compiled = compileExpression(source, this.options)
    const broken = compiled.diagnostics.find((diagnostic) => diagnostic.severity === 'error')
    if (!broken) return (env) => compiled.evaluate(env)
    return () => {
      throw new ContentFailure('ContentError', `The expression "${shorten(source)}" cannot be read: ${broken.message}`)
    }
  }

  private compileText(template: string): string | Evaluate<string> {
    if (!template.includes('{')) return template
    const compiled = compileTemplate(template, this.options)
    return (env) => compiled.evaluate(env)
  }
}

const shorten = (text: string) => (text.length > 120 ? `${text.slice(0, 117)}...` : text)
