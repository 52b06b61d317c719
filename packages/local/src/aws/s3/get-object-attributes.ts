import { storageClassOf } from "./archive.ts"
import { invalidArgument, invalidRequest } from "./errors.ts"
import { findObject, targetOf } from "./find-object.ts"
import type { StoredObject } from "./object-table.ts"
import type { S3Operation } from "./types.ts"
import { versionHeader } from "./versioning.ts"
import { xmlDocument } from "./xml.ts"
import type { XmlContent } from "./xml.ts"

const HEADER = "x-amz-object-attributes"

/** What an object is, without its bytes. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const getObjectAttributes: S3Operation = (request, s3) => {
  const wanted = wantedAttributes(request.headers[HEADER])
  const object = findObject(s3, targetOf(request))
  const attributes = wanted.map((name) => [name, ATTRIBUTES[name]?.(object)] as const)
  return {
    status: 200,
    headers: {
      "content-type": "application/xml",
      "last-modified": new Date(object.modified).toUTCString(),
      ...versionHeader(s3, object),
    },
    body: xmlDocument("GetObjectAttributesResponse", Object.fromEntries(attributes)),
  }
}

function wantedAttributes(header: string | undefined): string[] {
  if (!header)
    throw invalidRequest(`The ${HEADER} header specifying the attributes to be retrieved is either missing or empty`)
  const names = header.split(",").map((name) => name.trim())
  if (names.every((name) => Object.hasOwn(ATTRIBUTES, name))) return names
  throw invalidArgument(HEADER, header, "Invalid attribute name specified.")
}

const ATTRIBUTES: Readonly<Record<string, (object: StoredObject) => XmlContent>> = {
  ETag: ({ etag }) => etag,
  Checksum: ({ checksum }) => ({
    [`Checksum${checksum.algorithm}`]: checksum.value.replace(/-\d+$/, ""),
    ChecksumType: checksum.type,
  }),
  ObjectParts: partsOf,
  StorageClass: storageClassOf,
  ObjectSize: ({ size }) => size,
}

/** How many parts a multipart upload had; what each one was is not kept. */
function partsOf({ etag }: StoredObject): XmlContent {
  const count = /-(\d+)$/.exec(etag)?.[1]
  return count === undefined ? undefined : { PartsCount: count }
}
