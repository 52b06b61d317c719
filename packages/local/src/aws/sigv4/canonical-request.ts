import type { AwsRequest } from "../service.ts"

/** The text whose hash is signed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function canonicalRequest(
  { method, path, query, headers }: AwsRequest,
  { service, signedHeaders, payloadHash }: { service: string; signedHeaders: readonly string[]; payloadHash: string },
): string {
  const lines = signedHeaders.map((name) => `${name}:${canonicalValue(headers[name] ?? "")}\n`)
  const canonicalPath = service === "s3" ? path : encodedPath(path)
  return [method, canonicalPath, canonicalQuery(query), lines.join(""), signedHeaders.join(";"), payloadHash].join("\n")
}

const canonicalValue = (value: string) => value.replace(/\s+/g, " ").trim()

/** S3 signs the path as it is sent; every other service encodes it a second time, after removing dots and empty segments. */
function encodedPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop()
    else if (segment !== "" && segment !== ".") segments.push(encode(segment))
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join("="))
    .join("&")
}

const compare = (a: string, b: string) => Number(a > b) - Number(a < b)

/** Leaves RFC 3986's unreserved characters alone, and no others. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
}
