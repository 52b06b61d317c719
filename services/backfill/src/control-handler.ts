import type { BackfillAnswer } from "@darkroom/events"
import { control } from "./control.ts"

/** Is invoked by the command line and the gallery, which wait for the answer. */
export async function handler(command: unknown): Promise<BackfillAnswer> {
  return control(command)
}
