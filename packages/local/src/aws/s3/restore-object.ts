import { isInArchive, storageClassOf } from "./archive.ts"
import { commit } from "./commit.ts"
import { invalidArgument, invalidObjectState, malformedXml, notImplemented, S3Error } from "./errors.ts"
import { findObject, targetOf } from "./find-object.ts"
import { midnightAfter } from "./lifecycle-rule.ts"
import type { Restore, RestoreTier, StoredObject } from "./object-table.ts"
import { childNodes, childText, parseXml } from "./parse-xml.ts"
import type { XmlNode } from "./parse-xml.ts"
import { readText } from "./payload.ts"
import { record } from "./record.ts"
import type { S3Operation } from "./types.ts"

type Wanted = Pick<Restore, "days" | "tier">

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The shortest that AWS tells; for DEEP_ARCHIVE it only tells the longest. https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html */
const DURATIONS: Readonly<Record<string, Partial<Record<RestoreTier, number>>>> = {
  GLACIER: { Expedited: MINUTE, Standard: 3 * HOUR, Bulk: 5 * HOUR },
  DEEP_ARCHIVE: { Standard: 12 * HOUR, Bulk: 48 * HOUR },
}
/** The faster first. */
const TIERS: readonly RestoreTier[] = ["Expedited", "Standard", "Bulk"]

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html */
export const restoreObject: S3Operation = async (request, s3) => {
  const wanted = parseRestore(parseXml(await readText(request), "RestoreRequest"))
  const object = findObject(s3, targetOf(request), "POST")
  const restore = nextRestore(object, wanted, s3.context.clock.now())
  await commit(s3, () => {
    s3.objects.update({ ...object, restore })
    if (object.restore !== undefined) return { freed: [], events: [] }
    const extra = { "source-storage-class": storageClassOf(object) }
    return { freed: [], events: record(s3, "ObjectRestore:Post", request, object, extra) }
  })
  s3.restorer.start()
  return { status: restore.expires === undefined ? 202 : 200 }
}

/** A restored copy is kept longer or shorter; a restoration under way can only be hurried. */
function nextRestore(object: StoredObject, wanted: Wanted, now: number): Restore {
  const ready = now + duration(object, wanted.tier)
  const { restore } = object
  if (restore === undefined) return { ...wanted, ready }
  if (restore.expires !== undefined) return { ...restore, ...wanted, expires: midnightAfter(now, wanted.days) }
  if (TIERS.indexOf(wanted.tier) < TIERS.indexOf(restore.tier))
    return { ...restore, tier: wanted.tier, ready: Math.min(ready, restore.ready) }
  throw new S3Error("RestoreAlreadyInProgress", "Object restore is already in progress", 409)
}

function duration(object: StoredObject, tier: RestoreTier): number {
  const storageClass = storageClassOf(object)
  if (!isInArchive(object))
    throw invalidObjectState("Restore is not allowed for the object's current storage class", storageClass)
  const milliseconds = DURATIONS[storageClass]?.[tier]
  if (milliseconds !== undefined) return milliseconds
  throw invalidArgument("Tier", tier, "Retrieval option is not supported by this storage class")
}

function parseRestore(node: XmlNode): Wanted {
  if (childText(node, "Type") !== undefined) throw notImplemented("RestoreObject (Type SELECT)")
  const [parameters] = childNodes(node, "GlacierJobParameters")
  const named = childText(parameters, "Tier") ?? childText(node, "Tier") ?? "Standard"
  const tier = TIERS.find((known) => known === named)
  const days = Number(childText(node, "Days"))
  if (tier === undefined || !Number.isInteger(days) || days < 1) throw malformedXml()
  return { days, tier }
}
