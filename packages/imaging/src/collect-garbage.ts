import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

let gc: (() => void) | undefined

/**
 * Frees what nothing refers to any more, now. WebAssembly memory has no other way back, and left to itself the collector
 * lets 220 MB of a large HEIC lie about while the next image is decoded.
 */
export function collectGarbage(): void {
  gc ??= exposedGc()
  gc()
}

function exposedGc(): () => void {
  setFlagsFromString("--expose-gc")
  return runInNewContext("gc") as () => void
}
