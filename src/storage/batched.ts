/** A batch holds at most this many items; more wait for the next. */
const batchLimit = 64
/** Batches under way at once. More than one keeps the second core busy while the first waits for its commit. */
const batchesAtOnce = 4

/** Collects what arrives while a batch is under way into the next one. */
export function batched<T, R>(flush: (items: T[]) => Promise<R[]>): (item: T) => Promise<R> {
  type Waiting = { item: T; resolve(result: R): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let underWay = 0

  const next = () => {
    while (underWay < batchesAtOnce && waiting.length > 0) {
      underWay++
      void send(waiting.splice(0, batchLimit)).finally(() => {
        underWay--
        next()
      })
    }
  }
  const send = async (batch: Waiting[]) => {
    try {
      const results = await flush(batch.map((entry) => entry.item))
      batch.forEach((entry, index) => entry.resolve(results[index]!))
    } catch (error) {
      if (batch.length === 1) return batch[0]!.reject(error)
      // One bad change must not fail its neighbours: each tries again by itself.
      for (const entry of batch) await send([entry])
    }
  }
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      next()
    })
}
