import type { FunctionNode } from "../graph.ts"
import { locateHandler } from "./locate-handler.ts"

/** Where a handler is loaded from. */
export interface HandlerFile {
  readonly file: string
  readonly exportName: string
}

/** The code that functions run. */
export interface FunctionCode {
  /** Resolves once `locate` gives what the sources say now. Never rejects. */
  current(): Promise<void>
  locate(node: FunctionNode): HandlerFile
  /** Sources have changed. */
  refresh(): void
}

/** Functions run from their sources as they are, which a debugger shows as they are. */
export function sourceCode(root: string): FunctionCode {
  return { current: async () => {}, locate: ({ handler }) => locateHandler(handler, root), refresh: () => {} }
}
