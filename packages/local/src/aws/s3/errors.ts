import { toAwsError } from "../json-protocol.ts"
import { AwsError } from "../errors.ts"
import type { AwsResponse } from "../service.ts"
import { plainXmlDocument } from "./xml.ts"
import type { XmlContent } from "./xml.ts"

type Fields = Readonly<Record<string, XmlContent>>

/** An error in S3's form: besides code and message it has fields, such as the key. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export class S3Error extends AwsError {
  readonly fields: Fields
  readonly headers: Readonly<Record<string, string>>
  constructor(code: string, message: string, status = 400, fields: Fields = {}, headers: Record<string, string> = {}) {
    super(code, message, status)
    this.fields = fields
    this.headers = headers
  }
}

export const noSuchKey = (key: string, headers: Record<string, string> = {}) =>
  new S3Error("NoSuchKey", "The specified key does not exist.", 404, { Key: key }, headers)

export const noSuchVersion = (key: string, version: string) =>
  new S3Error("NoSuchVersion", "The specified version does not exist.", 404, { Key: key, VersionId: version })

/** For a delete marker that a request names by its version. */
export const methodNotAllowed = (method: string, headers: Record<string, string>) =>
  new S3Error(
    "MethodNotAllowed",
    "The specified method is not allowed against this resource.",
    405,
    { Method: method, ResourceType: "DeleteMarker" },
    headers,
  )

export const noSuchBucket = (bucket: string) =>
  new S3Error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: bucket })

export const noSuchUpload = (uploadId: string) =>
  new S3Error(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { UploadId: uploadId },
  )

/** For what is archived, or for what needs to be archived and is not. */
export const invalidObjectState = (message: string, storageClass: string) =>
  new S3Error("InvalidObjectState", message, 403, { StorageClass: storageClass })

export const preconditionFailed = (condition: string) =>
  new S3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: condition,
  })

export const invalidArgument = (name: string, value: string, message = "Invalid Argument") =>
  new S3Error("InvalidArgument", message, 400, { ArgumentName: name, ArgumentValue: value })

export const invalidRequest = (message: string) => new S3Error("InvalidRequest", message)

export const incompleteBody = () =>
  new S3Error("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")

export const malformedXml = () =>
  new S3Error(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  )

/** Names what is missing, so that nobody has to guess. */
export const notImplemented = (what: string, fields: Fields = {}) =>
  new S3Error("NotImplemented", `The offline engine does not support s3:${what}`, 501, fields)

export const headerNotImplemented = (header: string) =>
  new S3Error("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
    Header: header,
  })

/** The error as S3 sends it; a response to HEAD has no body, so that only its status tells. */
export function errorResponse(error: unknown, method: string, resource: string, requestId: string): AwsResponse {
  const { code, message, status } = error instanceof AwsError ? error : internalError(error)
  const { fields, headers } = error instanceof S3Error ? error : { fields: {}, headers: {} }
  if (method === "HEAD") return { status, headers: { ...headers } }
  return {
    status,
    headers: { ...headers, "content-type": "application/xml" },
    body: plainXmlDocument("Error", {
      Code: code,
      Message: message,
      ...fields,
      Resource: resource,
      RequestId: requestId,
    }),
  }
}

function internalError(error: unknown): AwsError {
  return new AwsError("InternalError", toAwsError(error).message, 500, { cause: error })
}
