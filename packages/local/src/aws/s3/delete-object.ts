import { commit } from "./commit.ts"
import type { Change } from "./commit.ts"
import { malformedXml, S3Error } from "./errors.ts"
import { targetOf } from "./find-object.ts"
import { childNodes, childText, parseXml } from "./parse-xml.ts"
import type { XmlNode } from "./parse-xml.ts"
import { readText } from "./payload.ts"
import { concernsMarker, removeObject } from "./remove-object.ts"
import type { Removal } from "./remove-object.ts"
import { checkKeyLength } from "./request.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { isVersionId, versionHeader } from "./versioning.ts"
import { xmlDocument } from "./xml.ts"
import type { XmlContent } from "./xml.ts"

const MAXIMUM_KEYS = 1000

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject: S3Operation = async (request, s3) => {
  const target = targetOf(request)
  let removal: Removal | undefined
  await commit(s3, () => (removal = removeObject(s3, request, target, request.headers["if-match"])))
  const version = removal?.version?.version ?? target.version
  return {
    status: 204,
    headers: {
      ...(version === undefined ? {} : versionHeader(s3, { bucket: target.bucket, version })),
      ...(removal && concernsMarker(removal) ? { "x-amz-delete-marker": "true" } : {}),
    },
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects: S3Operation = async (request, s3) => {
  const document = parseXml(await readText(request), "Delete")
  const entries = childNodes(document, "Object")
  if (entries.length === 0 || entries.length > MAXIMUM_KEYS) throw malformedXml()
  const quiet = childText(document, "Quiet") === "true"
  const results: Record<"Deleted" | "Error", XmlContent[]> = { Deleted: [], Error: [] }
  await commit(s3, () => removeAll(s3, request, entries, results))
  const body = xmlDocument("DeleteResult", { Deleted: quiet ? [] : results.Deleted, Error: results.Error })
  return { status: 200, headers: { "content-type": "application/xml" }, body }
}

function removeAll(
  s3: S3Internals,
  request: S3Request,
  entries: readonly XmlNode[],
  results: Record<"Deleted" | "Error", XmlContent[]>,
): Change {
  const changes: Change[] = []
  for (const entry of entries) {
    const [Key = "", VersionId] = [childText(entry, "Key"), childText(entry, "VersionId")]
    try {
      checkEntry(Key, VersionId)
      const target = { bucket: request.bucket, key: Key, version: VersionId }
      const removal = removeObject(s3, request, target, childText(entry, "ETag"))
      changes.push(removal)
      results.Deleted.push({ Key, VersionId, ...markerResult(removal) })
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      results.Error.push({ Key, VersionId, Code: error.code, Message: error.message })
    }
  }
  return { freed: changes.flatMap(({ freed }) => freed), events: changes.flatMap(({ events }) => events) }
}

const markerResult = (removal: Removal) =>
  concernsMarker(removal) ? { DeleteMarker: true, DeleteMarkerVersionId: removal.version?.version } : {}

function checkEntry(key: string, version: string | undefined): void {
  if (key === "") throw new S3Error("UserKeyMustBeSpecified", "The user key must be specified.")
  checkKeyLength(key)
  if (version !== undefined && !isVersionId(version))
    throw new S3Error("NoSuchVersion", "The specified version does not exist.", 404)
}
