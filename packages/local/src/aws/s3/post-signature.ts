import { timingSafeEqual } from "node:crypto"
import { hint, unknownAccessKey } from "../sigv4/errors.ts"
import { ALGORITHM, signText } from "../sigv4/signature.ts"
import type { SecretsOf } from "../sigv4/verify.ts"
import { invalidArgument, S3Error } from "./errors.ts"

type Fields = ReadonlyMap<string, string>

export interface PostContext {
  readonly region: string
  /** Of the request that brought the form. */
  readonly headers: Readonly<Record<string, string>>
  readonly secretsOf: SecretsOf
}

/** Verifies the signature of a form's policy, and returns whose it is. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html */
export function checkPostSignature(fields: Fields, { region, headers, secretsOf }: PostContext): string {
  const policy = required(fields, "policy")
  const algorithm = required(fields, "x-amz-algorithm")
  const credential = required(fields, "x-amz-credential")
  const date = required(fields, "x-amz-date")
  const signature = required(fields, "x-amz-signature")
  if (algorithm !== ALGORITHM) throw invalidArgument("x-amz-algorithm", algorithm, "Only AWS4-HMAC-SHA256 is supported")
  const [accessKeyId = "", day = "", ...scope] = credential.split("/")
  if (scope.join("/") !== `${region}/s3/aws4_request` || !/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(day)) {
    throw invalidArgument("x-amz-credential", credential, "The credential's scope is not that of this request")
  }
  const signed = (secret: string) => signText(policy, [day, ...scope].join("/"), secret)
  const secrets = secretsOf(accessKeyId, headers)
  if (secrets === undefined) throw unknownAccessKey("s3", accessKeyId)
  if (!secrets.some((secret) => isEqual(signature, signed(secret))))
    throw mismatch(accessKeyId, policy, signature, headers)
  return accessKeyId
}

function isEqual(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given, "latin1"), Buffer.from(expected))
}

function required(fields: Fields, name: string): string {
  const value = fields.get(name)
  if (value !== undefined) return value
  // A form without a policy is an anonymous upload, which a private bucket refuses.
  if (name === "policy") throw new S3Error("AccessDenied", "Access Denied", 403)
  const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`
  throw invalidArgument(name, "", message)
}

function mismatch(accessKeyId: string, policy: string, signature: string, headers: PostContext["headers"]): S3Error {
  const message = `The request signature we calculated does not match the signature you provided. Check your key and signing method. ${hint(headers)}`
  const fields = { AWSAccessKeyId: accessKeyId, StringToSign: policy, SignatureProvided: signature }
  return new S3Error("SignatureDoesNotMatch", message, 403, fields)
}
