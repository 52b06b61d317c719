import type { RebuildAnswer } from "@darkroom/events"
import { rebuild } from "./rebuild.ts"

/** Is invoked by the command line, which waits for the answer. */
export async function handler(request: unknown): Promise<RebuildAnswer> {
  return rebuild(request)
}
