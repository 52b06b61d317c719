import { createHmac } from "node:crypto"
import { BUCKET } from "./testing.ts"
import type { Harness, RawResponse } from "./testing.ts"

export interface PostOptions {
  readonly key: string
  readonly fields?: Readonly<Record<string, string>>
  readonly conditions?: readonly unknown[]
  /** Milliseconds since the epoch. */
  readonly now?: number
  /** Seconds. */
  readonly expires?: number
}

/** The fields that createPresignedPost of @aws-sdk/s3-presigned-post makes. */
export function presignedPost({ key, fields = {}, conditions = [], now = Date.now(), expires = 60 }: PostOptions) {
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")
  const scope = [date.slice(0, 8), "us-east-1", "s3", "aws4_request"]
  const all: Record<string, string> = {
    ...fields,
    bucket: BUCKET,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": ["AKIALOCAL", ...scope].join("/"),
    "X-Amz-Date": date,
  }
  const keyCondition = key.endsWith("${filename}")
    ? ["starts-with", "$key", key.slice(0, -"${filename}".length)]
    : { key }
  const own = Object.entries(all).map(([name, value]) => ({ [name]: value }))
  const document = {
    expiration: new Date(now + expires * 1000).toISOString(),
    conditions: [...conditions, ...own, keyCondition],
  }
  const Policy = Buffer.from(JSON.stringify(document)).toString("base64")
  return { ...all, key, Policy, "X-Amz-Signature": sign(Policy, scope) }
}

function sign(policy: string, scope: readonly string[]): string {
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest()
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), "AWS4local")
  return hmac(key, policy).toString("hex")
}

/** Posts a form as a browser does, from a page of the bucket's own origin or another one, its parts put together by Node's own FormData. */
export async function postForm(
  { raw }: Pick<Harness, "raw">,
  fields: Readonly<Record<string, string>>,
  file: string | Buffer,
  { fileName = "photo.jpg", origin }: { readonly fileName?: string; readonly origin?: string } = {},
): Promise<RawResponse> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append("file", new Blob([Uint8Array.from(Buffer.from(file))], { type: "image/jpeg" }), fileName)
  const encoded = new Response(form)
  const body = Buffer.from(await encoded.arrayBuffer())
  const type = encoded.headers.get("content-type") ?? ""
  return raw("POST", `/${BUCKET}`, {
    body,
    headers: { "content-type": type, "content-length": String(body.length), ...(origin ? { origin } : {}) },
    anonymous: true,
  })
}
