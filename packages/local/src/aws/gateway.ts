import http from "node:http"
import type { AddressInfo } from "node:net"
import { pipeline } from "node:stream/promises"
import { Readable } from "node:stream"
import type { AwsRequest, AwsResponse, AwsService } from "./service.ts"

export interface Gateway {
  /** Such as http://127.0.0.1:4900 */
  readonly url: string
  close(): Promise<void>
}

export interface GatewayOptions {
  /** 0 picks a free port. */
  readonly port: number
  readonly services: readonly AwsService[]
  /** Answers requests that no AWS client signed, such as a browser's. */
  readonly fallback?: (request: http.IncomingMessage, response: http.ServerResponse) => void
}

/** One HTTP endpoint for all embedded AWS services; the SigV4 credential scope tells which one a request is for. */
export async function startGateway({ port, services, fallback }: GatewayOptions): Promise<Gateway> {
  const byName = new Map(services.map((service) => [service.name, service]))
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const credential = credentialOf(request)
    const service = credential && byName.get(credential.service)
    if (credential && service) void answer(service, toAwsRequest(request, credential.accessKeyId), response)
    else if (credential || !fallback) refuse(response, credential?.service)
    else fallback(request, response)
  })
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, ...`, or the same in a presigned query. */
function credentialOf(request: http.IncomingMessage): { accessKeyId: string; service: string } | undefined {
  const query = new URLSearchParams(request.url?.split("?")[1] ?? "")
  const scope = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? "")?.[1] ?? query.get("X-Amz-Credential")
  if (!scope) return undefined
  const parts = scope.split("/")
  const service = parts.at(-2)
  return service === undefined ? undefined : { accessKeyId: parts.slice(0, -4).join("/"), service }
}

function toAwsRequest(request: http.IncomingMessage, accessKeyId: string): AwsRequest {
  const url = request.url ?? "/"
  const mark = url.includes("?") ? url.indexOf("?") : url.length
  return {
    method: request.method ?? "GET",
    path: url.slice(0, mark),
    query: new URLSearchParams(url.slice(mark + 1)),
    headers: request.headers as Record<string, string>,
    body: request,
    caller: { accessKeyId },
  }
}

async function answer(service: AwsService, request: AwsRequest, response: http.ServerResponse): Promise<void> {
  try {
    await send(await service.handle(request), response)
  } catch (error) {
    if (response.headersSent) response.destroy(error as Error)
    else response.writeHead(500, { "content-type": "text/plain" }).end(String((error as Error).stack))
  }
}

async function send({ status, headers, body }: AwsResponse, response: http.ServerResponse): Promise<void> {
  response.writeHead(status, headers)
  if (body instanceof Readable) await pipeline(body, response)
  else response.end(body)
}

function refuse(response: http.ServerResponse, service: string | undefined): void {
  const message = service
    ? `The offline engine does not have the AWS service "${service}"`
    : "Not an AWS request: it carries no Signature Version 4 credential"
  const body = JSON.stringify({ __type: "UnknownServiceException", message })
  response
    .writeHead(501, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "UnknownServiceException" })
    .end(body)
}
