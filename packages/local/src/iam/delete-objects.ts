import { readText } from "../aws/s3/payload.ts"
import { childNodes, childText, parseXml, type XmlNode } from "../aws/s3/parse-xml.ts"
import { parseRequest } from "../aws/s3/request.ts"
import { plainXmlDocument, type XmlContent } from "../aws/s3/xml.ts"
import type { AwsRequest, AwsResponse, AwsService } from "../aws/service.ts"
import { withBody } from "../aws/sigv4/verify.ts"
import type { Iam } from "./iam.ts"
import { objectArn } from "./needs/s3.ts"

/** DeleteObjects deletes what the caller may delete; for each other key the result has an error. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export async function deleteObjectsAllowed(s3: AwsService, raw: AwsRequest, iam: Iam): Promise<AwsResponse> {
  const request = parseRequest(raw, "")
  const document = parseXml(await readText(request), "Delete")
  const errors: XmlContent[] = []
  const allowed = childNodes(document, "Object").filter((entry) => {
    const Key = childText(entry, "Key") ?? ""
    const action = childText(entry, "VersionId") === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion"
    const need = { action, resource: objectArn(request.bucket, Key) }
    const Message = iam.refusal(raw.caller.accessKeyId, need)
    if (Message !== undefined) errors.push({ Key, Code: "AccessDenied", Message })
    return Message === undefined
  })
  if (allowed.length === 0 && errors.length > 0) return result(errors)
  const response = await s3.handle(rewritten(raw, { Quiet: childText(document, "Quiet"), Object: allowed }))
  return errors.length === 0 ? response : withErrors(response, errors)
}

/** The same request for the keys that are left. Its checksums were of the body before, and have been verified. */
function rewritten(raw: AwsRequest, { Quiet, Object: entries }: { Quiet: string | undefined; Object: XmlNode[] }) {
  const body = Buffer.from(plainXmlDocument("Delete", { Quiet, Object: entries }))
  const kept = Object.entries(raw.headers).filter(([name]) => !OF_THE_BODY.test(name))
  const headers = { ...Object.fromEntries(kept), "content-length": String(body.length) }
  return withBody({ ...raw, headers }, body)
}

const OF_THE_BODY =
  /^(content-(length|md5|encoding)|transfer-encoding|x-amz-(content-sha256|checksum-.*|sdk-checksum-.*|trailer|decoded-.*))$/

function result(errors: readonly XmlContent[]): AwsResponse {
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: plainXmlDocument("DeleteResult", { Error: errors }),
  }
}

function withErrors(response: AwsResponse, errors: readonly XmlContent[]): AwsResponse {
  if (response.status !== 200) return response
  const elements = /<DeleteResult>(.*)<\/DeleteResult>/s.exec(String(result(errors).body))?.[1] ?? ""
  return { ...response, body: String(response.body).replace("</DeleteResult>", () => `${elements}</DeleteResult>`) }
}
