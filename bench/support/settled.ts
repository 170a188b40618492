import { setTimeout as sleep } from 'node:timers/promises'

const lookEveryMs = 250
const idleShare = 0.1
const idleLooks = 4
const patienceMs = 30_000

/** Until this process, its workers included, has hardly anything to do: a fresh server still learns its copilot's phrases. */
export async function settled(): Promise<void> {
  const until = performance.now() + patienceMs
  let idle = 0
  while (idle < idleLooks && performance.now() < until) {
    const before = process.cpuUsage()
    await sleep(lookEveryMs)
    const { user, system } = process.cpuUsage(before)
    idle = (user + system) / 1000 / lookEveryMs < idleShare ? idle + 1 : 0
  }
}
