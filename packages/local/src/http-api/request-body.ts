import type http from "node:http"
import { ApiRefusal } from "./errors.ts"

/** What an HTTP API takes. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BYTES = 10 * 1024 * 1024

/** The whole body of a request; throws ApiRefusal for one that is too large. */
export async function requestBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // The rest is read nevertheless: a browser looks at an answer only when it has sent everything.
    if (bytes <= MAX_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BYTES) throw tooLarge()
  return Buffer.concat(chunks)
}

/** For a request that is more than API Gateway or the function takes. */
export function tooLarge(): ApiRefusal {
  return new ApiRefusal(413, "Request Entity Too Large")
}
