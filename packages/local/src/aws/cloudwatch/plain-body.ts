import { gunzipSync } from "node:zlib"
import { AwsError } from "../errors.ts"

/** The body as it was before the SDK compressed it, which it does from 10 KB on. https://docs.aws.amazon.com/sdkref/latest/guide/feature-compression.html */
export function plainBody(headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  if (headers["content-encoding"] !== "gzip") return body
  try {
    return gunzipSync(body)
  } catch (cause) {
    throw new AwsError("SerializationException", "The request body is not compressed as its header says", 400, {
      cause,
    })
  }
}
