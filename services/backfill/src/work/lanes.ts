import type { Batch } from "./batches.ts"

/** Batches on their way, several at once; what they come to is told in their order. */
export interface Lanes {
  /** Sends a batch as soon as there is room. Throws what an earlier one met. */
  start(batch: Batch): Promise<void>
  /** Waits for all. Throws what any of them met. */
  drain(): Promise<void>
  /** The batches that have arrived with all before them, each told once. */
  arrived(): readonly Batch[]
}

interface Moving {
  readonly batch: Batch
  readonly sent: Promise<void>
  state: "moving" | "arrived" | "failed"
}

export function lanesOf(send: (batch: Batch) => Promise<void>, most: number): Lanes {
  const moving: Moving[] = []
  const arrived: Batch[] = []

  function advance(): void {
    for (let head = moving[0]; head?.state === "arrived"; head = moving[0]) {
      moving.shift()
      arrived.push(head.batch)
    }
  }

  function begin(batch: Batch): Moving {
    const entry: Moving = {
      batch,
      state: "moving",
      sent: send(batch).then(
        () => void (entry.state = "arrived"),
        (error: unknown) => {
          entry.state = "failed"
          throw error
        },
      ),
    }
    // Whoever waits for it learns of it; until then it is no unhandled rejection.
    entry.sent.catch(() => {})
    return entry
  }

  return {
    async start(batch) {
      while (moving.length >= most) {
        await moving[0]?.sent
        advance()
      }
      moving.push(begin(batch))
    },
    async drain() {
      const results = await Promise.allSettled(moving.map(({ sent }) => sent))
      advance()
      for (const result of results) if (result.status === "rejected") throw result.reason
    },
    arrived() {
      advance()
      return arrived.splice(0)
    },
  }
}
