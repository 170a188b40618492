import type { AdminOverview } from './admin-api.ts'

/** What deleting a queue would break: workstreams that route there. The server refuses while there are any. */
export function usesOfQueue(overview: Pick<AdminOverview, 'workstreams'>, queueId: string): string[] {
  return overview.workstreams.flatMap((workstream) => {
    const rules = workstream.rules.filter((rule) => rule.queueId === queueId).map((rule) => `rule “${rule.name}” of ${workstream.name}`)
    return workstream.fallbackQueueId === queueId ? [`fallback queue of ${workstream.name}`, ...rules] : rules
  })
}

export function usesOfWorkstream(overview: Pick<AdminOverview, 'widgets'>, workstreamId: string): string[] {
  return overview.widgets.filter((widget) => widget.workstreamId === workstreamId).map((widget) => `chat widget “${widget.name}”`)
}

/** "a", "a and b", "a, b and c". */
export function listWords(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
