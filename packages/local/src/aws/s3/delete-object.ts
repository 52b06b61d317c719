import { commit } from "./commit.ts"
import type { Change } from "./commit.ts"
import { matches } from "./conditions.ts"
import { malformedXml, preconditionFailed, S3Error } from "./errors.ts"
import { recordDeleted } from "./event-detail.ts"
import { readText } from "./payload.ts"
import { checkKeyLength } from "./request.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { childNodes, childText, parseXml } from "./parse-xml.ts"
import { xmlDocument } from "./xml.ts"
import type { XmlNode } from "./parse-xml.ts"
import type { XmlContent } from "./xml.ts"

const MAXIMUM_KEYS = 1000

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject: S3Operation = async (request, s3) => {
  await commit(s3, () => remove(s3, request, request.key, request.headers["if-match"]))
  return { status: 204 }
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
    const Key = childText(entry, "Key") ?? ""
    try {
      checkEntry(entry, Key)
      changes.push(remove(s3, request, Key, childText(entry, "ETag")))
      results.Deleted.push({ Key })
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      results.Error.push({ Key, Code: error.code, Message: error.message })
    }
  }
  return { freed: changes.flatMap(({ freed }) => freed), events: changes.flatMap(({ events }) => events) }
}

function checkEntry(entry: XmlNode, key: string): void {
  if (key === "") throw new S3Error("UserKeyMustBeSpecified", "The user key must be specified.")
  checkKeyLength(key)
  const version = childText(entry, "VersionId")
  if (version !== undefined && version !== "null")
    throw new S3Error("NoSuchVersion", "The specified version does not exist.", 404)
}

/** Idempotent: what is not there needs no deletion, and makes no event. */
function remove(s3: S3Internals, request: S3Request, key: string, ifMatch: string | undefined): Change {
  const object = s3.objects.find(request.bucket, key)
  if (object === undefined) return { freed: [], events: [] }
  if (ifMatch !== undefined && !matches(ifMatch, object.etag)) throw preconditionFailed("If-Match")
  return { freed: s3.objects.delete(object), events: recordDeleted(s3, request, object) }
}
