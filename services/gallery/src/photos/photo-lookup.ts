import type { PhotoSummary } from "@darkroom/gallery-api"
import { isOwn } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { photoSummary } from "./photo-summary.ts"

/** What other parts of the gallery ask about photos. */
export interface PhotoLookup {
  /** The owner's photos among these, in that order. */
  summariesOf(owner: string, photoIds: readonly string[]): Promise<PhotoSummary[]>
  /** The owner's photo with these bytes; `sha256` is hexadecimal. One that was rejected is none. */
  findByChecksum(owner: string, sha256: string): Promise<string | undefined>
}

export function photoLookup(deps: Pick<PhotoDeps, "catalog" | "urls" | "clock">): PhotoLookup {
  const ownRecords = async (owner: string, photoIds: readonly string[]) =>
    (await deps.catalog.records(photoIds)).filter((record) => isOwn(record, owner))
  return {
    async summariesOf(owner, photoIds) {
      return Promise.all((await ownRecords(owner, photoIds)).map((record) => photoSummary(record, deps)))
    },
    async findByChecksum(owner, sha256) {
      const records = await ownRecords(owner, await deps.catalog.withChecksum(owner, sha256))
      return records.find(({ rejected }) => rejected === undefined)?.imageId
    },
  }
}
