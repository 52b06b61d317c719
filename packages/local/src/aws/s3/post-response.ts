import type { AwsResponse } from "../service.ts"
import { checksumHeaders } from "./checksums.ts"
import type { StoredObject } from "./object-table.ts"
import type { S3Request } from "./request.ts"
import { xmlDocument } from "./xml.ts"

/** What the form's success_action_* fields ask for; 204 where they ask for nothing that there is. */
export function postResponse(
  { headers }: S3Request,
  object: StoredObject,
  fields: ReadonlyMap<string, string>,
): AwsResponse {
  const { bucket, key, checksum } = object
  const etag = `"${object.etag}"`
  const redirect = redirectUrl(fields.get("success_action_redirect") ?? fields.get("redirect"), { bucket, key, etag })
  const common = { etag, ...checksumHeaders(checksum) }
  if (redirect) return { status: 303, headers: { ...common, location: redirect } }
  const location = `http://${headers["host"] ?? ""}/${bucket}/${encodeURIComponent(key)}`
  const status = fields.get("success_action_status")
  if (status !== "201") return { status: status === "200" ? 200 : 204, headers: { ...common, location } }
  const body = xmlDocument("PostResponse", { Location: location, Bucket: bucket, Key: key, ETag: etag })
  return { status: 201, headers: { ...common, location, "content-type": "application/xml" }, body }
}

/** S3 ignores what is no URL. */
function redirectUrl(text: string | undefined, parameters: Readonly<Record<string, string>>): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined
  const url = new URL(text)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value)
  return url.href
}
