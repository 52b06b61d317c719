import type { LabelPlace, UploadPlace } from "@darkroom/catalog-model"
import { createHash } from "node:crypto"
import { z } from "zod"
import { invalid } from "../errors.ts"
import { type Filters, leastConfidence, storable } from "./filters.ts"

const imageId = z.string().min(1).max(128)
const places = {
  upload: z.strictObject({ uploadedAt: z.iso.datetime(), imageId }),
  label: z.strictObject({ confidence: z.number().min(0).max(100), imageId }),
}

const cursorSchema = z.strictObject({ of: z.string(), at: z.unknown() })

interface Places {
  readonly upload: UploadPlace
  readonly label: LabelPlace
}

/**
 * Where a list goes on: a place, and whose list and which filters it is a place of. It needs no signature: whose photos are
 * listed is never read from it, so all that somebody can make of it is another place among their own.
 */
export function writeCursor(
  owner: string,
  filters: Filters,
  place: UploadPlace | LabelPlace | undefined,
): string | null {
  if (place === undefined) return null
  return Buffer.from(JSON.stringify({ of: fingerprint(owner, filters), at: place })).toString("base64url")
}

/** Throws Invalid for a cursor that `writeCursor` did not make for this owner and these filters. */
export function readCursor<Kind extends keyof Places>(
  kind: Kind,
  cursor: string | undefined,
  owner: string,
  filters: Filters,
): Places[Kind] | undefined {
  if (cursor === undefined) return undefined
  const written = cursorSchema.safeParse(decoded(cursor)).data
  const place = written?.of === fingerprint(owner, filters) ? places[kind].safeParse(written.at).data : undefined
  if (place !== undefined && isWithin(place, filters)) return place as Places[Kind]
  throw invalid([{ path: "query.cursor", message: "It is not one that this search gave." }])
}

/** DynamoDB refuses to begin at a place that the query cannot reach. */
function isWithin(place: UploadPlace | LabelPlace, filters: Filters): boolean {
  if (!("confidence" in place)) return true
  return place.confidence >= leastConfidence(filters) && place.confidence === storable(place.confidence)
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
  } catch {
    return undefined // not JSON: no cursor
  }
}

function fingerprint(owner: string, filters: Filters): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined)
  const sorted = given.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash("sha256")
    .update(JSON.stringify([owner, sorted]))
    .digest("base64url")
    .slice(0, 16)
}
