import type { Image } from "@darkroom/events"
import { NotYet, PermanentError } from "@darkroom/lambda"

/** Thrown when the original was deleted or replaced before its renditions were complete. */
export function originalGone({ id }: Image): PermanentError {
  return new PermanentError(`The original of ${id} was deleted or replaced while it was rendered`, {
    ownerMessage: "The photo was deleted while processing, so no thumbnails were made.",
  })
}

/** Thrown when a deleted photo's original is still there: ingest removes it, and a late rendering may yet write until then. */
export class OriginalStillThere extends NotYet {
  override readonly name = "OriginalStillThere"
  constructor({ id }: Image) {
    super(`The original of the deleted photo ${id} is still there; its renditions are looked at again later`)
  }
}
