import type { AwsRequest } from "./service.ts"

/** The whole request body, in memory. */
export async function readBody(request: AwsRequest): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request.body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
