import { availableParallelism } from "node:os"
import type { FunctionRunner, RunnerOptions } from "../lambda/function-runner.ts"
import type { Hops } from "../lambda/hops.ts"

/**
 * Starts the functions that mostly follow one that begins, the nearest first and as many at once as there are processors. A photo then
 * does not wait for one start after the other.
 */
export function startAhead(
  hops: Pick<Hops, "began">,
  functions: () => ReadonlyMap<string, Pick<FunctionRunner, "warm">>,
): RunnerOptions["onBegin"] & object {
  const due = new Set<string>()
  let starting = 0

  async function start(functionArn: string): Promise<void> {
    starting++
    // If the process cannot start, the invocation that needs it fails with the same error.
    await functions()
      .get(functionArn)
      ?.warm()
      .catch(() => {})
    starting--
    startDue()
  }

  function startDue(): void {
    for (const functionArn of due) {
      if (starting >= availableParallelism()) return
      due.delete(functionArn)
      void start(functionArn)
    }
  }

  return ({ arn }, span, cause) => {
    for (const follower of hops.began(arn, span, cause)) due.add(follower)
    startDue()
  }
}
