import { manualClock } from "../clock.ts"
import { openStore } from "../store.ts"
import { functionLogs, type FunctionLogsOptions } from "./function-logs.ts"

/** Logs in memory, at a clock that stands still. */
export function memoryLogs(options: Partial<FunctionLogsOptions> = {}) {
  const clock = manualClock()
  const store = openStore()
  return { clock, store, logs: functionLogs({ store, clock, ...options }) }
}
