import type { AwsRequest } from "../service.ts"

/** What a request says about its signature, in the header or in a presigned query. */
export interface Credential {
  readonly accessKeyId: string
  /** `<date>/<region>/<service>/aws4_request` */
  readonly scope: string
  readonly service: string
  readonly algorithm: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly presigned: boolean
}

const PARAMETER = /\b(\w+)=([^,\s]+)/g

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html, and sigv4-query-string-auth.html */
export function credentialOf({ headers, query }: Pick<AwsRequest, "headers" | "query">): Credential | undefined {
  const { authorization } = headers
  const inHeader = Object.fromEntries(
    [...(authorization ?? "").matchAll(PARAMETER)].map(([, name, value]) => [name, value]),
  )
  const presigned = inHeader["Credential"] === undefined
  const [credential, signedHeaders, signature] = ["Credential", "SignedHeaders", "Signature"].map((name) =>
    presigned ? query.get(`X-Amz-${name}`) : inHeader[name],
  )
  if (!credential) return undefined
  // An access key may hold slashes, the scope may not.
  const parts = credential.split("/")
  return {
    accessKeyId: parts.slice(0, -4).join("/"),
    scope: parts.slice(-4).join("/"),
    service: parts.at(-2) ?? "",
    algorithm: (presigned ? query.get("X-Amz-Algorithm") : authorization?.split(" ")[0]) ?? "",
    signedHeaders: signedHeaders?.split(";") ?? [],
    signature: signature ?? "",
    presigned,
  }
}
