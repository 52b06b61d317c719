import { existsSync } from "node:fs"
import { join } from "node:path"

/** In the order in which SST looks. */
const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"]

/** `services/x/src/handler.handler` is the export `handler` of services/x/src/handler.ts, or of a file with another ending. */
export function locateHandler(handler: string, root: string): { file: string; exportName: string } {
  const dot = handler.lastIndexOf(".")
  const path = join(root, handler.slice(0, dot))
  const ending = ENDINGS.find((candidate) => existsSync(path + candidate)) ?? ".ts"
  return { file: path + ending, exportName: handler.slice(dot + 1) }
}
