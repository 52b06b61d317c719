import { Readable } from "node:stream"
import { readBody } from "../body.ts"
import type { AwsRequest } from "../service.ts"
import { canonicalRequest } from "./canonical-request.ts"
import { credentialOf, type Credential } from "./credential.ts"
import { incompleteSignature, signatureDoesNotMatch, unknownAccessKey } from "./errors.ts"
import { ALGORITHM, sha256, signatureOf } from "./signature.ts"

/** Gives the request back, its body still to be read. Throws AwsError for a signature that is wrong. */
export type Verify = (service: string, request: AwsRequest) => Promise<AwsRequest>

/** The secrets with which such a request may be signed; undefined for an access key that does not exist. */
export type SecretsOf = (accessKeyId: string, headers: AwsRequest["headers"]) => readonly string[] | undefined

/**
 * Verifies Signature Version 4, in the Authorization header and in presigned queries. Not verified are the signatures of
 * single chunks inside of an aws-chunked body, and how old a signature is: the engine's clock may stand still.
 */
export function signatureVerifier(secretsOf: SecretsOf): Verify {
  return async (service, request) => {
    const credential = credentialOf(request)
    if (credential === undefined) throw incompleteSignature(service, "Missing Authentication Token")
    checkComplete(service, request, credential)
    const secrets = secretsOf(credential.accessKeyId, request.headers)
    if (secrets === undefined) throw unknownAccessKey(service, credential.accessKeyId)
    const { payloadHash, passedOn } = await hashPayload(service, request)
    const canonical = canonicalRequest(request, { ...credential, service, payloadHash })
    const { scope } = credential
    const isSigned = (secret: string) =>
      signatureOf(canonical, { date: dateOf(request), scope, secret }) === credential.signature
    if (!secrets.some(isSigned)) throw signatureDoesNotMatch(service, request.headers)
    return passedOn
  }
}

function checkComplete(service: string, request: AwsRequest, { algorithm, signedHeaders }: Credential): void {
  if (algorithm !== ALGORITHM)
    throw incompleteSignature(service, `The offline engine verifies ${ALGORITHM} only, and not "${algorithm}"`)
  const unsigned = Object.keys(request.headers).filter((name) => mustBeSigned(name) && !signedHeaders.includes(name))
  if (unsigned.length > 0)
    throw incompleteSignature(
      service,
      `There were headers present in the request which were not signed: ${unsigned.join(", ")}`,
    )
}

/** Anybody on the way could set other ones. */
const mustBeSigned = (name: string) => name === "host" || name.startsWith("x-amz-")

const dateOf = ({ headers, query }: AwsRequest) => query.get("X-Amz-Date") ?? headers["x-amz-date"] ?? ""

/** S3's bodies are large: what the header says of them is signed, and S3 checks it while it reads. Others' are read here. */
async function hashPayload(service: string, request: AwsRequest) {
  if (service === "s3") {
    const name = "x-amz-content-sha256"
    const payloadHash = request.headers[name] ?? request.query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD"
    return { payloadHash, passedOn: request }
  }
  const body = await readBody(request)
  return { payloadHash: sha256(body), passedOn: withBody(request, body) }
}

/** The request with a body that can be read once more. */
export function withBody(request: AwsRequest, body: Buffer): AwsRequest {
  return { ...request, body: Readable.from(body.length > 0 ? [body] : []) }
}
