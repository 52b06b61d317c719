import type { S3Service } from "../aws/s3/s3.ts"
import type { Clock } from "../clock.ts"

const DAY = 86_400_000

/** Applies the buckets' lifecycle rules once a day of a clock, as AWS does about that often. Gives what ends it. */
export function dailyLifecycle({ expireObjects }: Pick<S3Service, "expireObjects">, clock: Clock) {
  let running: Promise<unknown> = Promise.resolve()
  let cancel = clock.schedule(DAY, tick)

  function tick(): void {
    cancel = clock.schedule(DAY, tick)
    const now = clock.now()
    running = running
      .then(() => expireObjects(now))
      .catch((error: unknown) => process.emitWarning(`Lifecycle rules could not be applied: ${String(error)}`))
  }

  return async (): Promise<void> => {
    cancel()
    await running
  }
}
