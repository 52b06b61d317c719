import { ToBeContinued } from "@darkroom/lambda"
import type { Deps } from "../deps.ts"
import type { BackfillRecord } from "../record.ts"
import { end } from "./finish.ts"

/** Seconds. */
const LOOK_AGAIN = 900
/** A job that has asked for nothing for so long has come to its end: S3 tells nobody when it has. */
const QUIET_MILLISECONDS = 3_600_000

/** Ends the backfill of a job of S3 Batch Operations when its last task is long ago. Throws ToBeContinued. */
export async function watchJob({ id, heldUntil }: BackfillRecord, deps: Deps): Promise<void> {
  if (deps.now() - heldUntil < QUIET_MILLISECONDS)
    throw new ToBeContinued(`The job of the backfill ${id} may still be running`, LOOK_AGAIN)
  await end(id, { state: "completed" }, deps)
}
