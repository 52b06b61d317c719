import { Agent, type IncomingMessage, request as httpRequest } from "node:http"
import type { AwsResponse } from "../service.ts"

/** dynalite wants a signature and does not look at it. */
export function target(operation: string): Record<string, string> {
  return {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
    "x-amz-date": "20260101T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local",
  }
}

export type Call = (headers: Record<string, string>, body: Buffer) => Promise<AwsResponse>

/** Passes requests on to the dynalite that listens on `port`. */
export function dynaliteCalls(port: number): { call: Call; end: () => void } {
  const agent = new Agent({ keepAlive: true })
  return { call: (headers, body) => forward(port, agent, headers, body), end: () => agent.destroy() }
}

function forward(port: number, agent: Agent, headers: Record<string, string>, body: Buffer): Promise<AwsResponse> {
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/",
      agent,
      headers: { ...headers, "content-length": body.length },
    }
    const outgoing = httpRequest(options, (incoming) => void collect(incoming).then(resolve, reject))
    outgoing.once("error", reject).end(body)
  })
}

async function collect(incoming: IncomingMessage): Promise<AwsResponse> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const kept = ["content-type", "x-amzn-requestid", "x-amz-crc32"]
  const headers = Object.fromEntries(
    kept.flatMap((name) => (incoming.headers[name] ? [[name, String(incoming.headers[name])]] : [])),
  )
  return { status: incoming.statusCode ?? 500, headers, body: Buffer.concat(chunks) }
}
