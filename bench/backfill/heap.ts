import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

/** What is in use after a collection. What is resident grows until V8 finds it worth one, and tells little. */
export function heapMegabytes(): number {
  collect()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
