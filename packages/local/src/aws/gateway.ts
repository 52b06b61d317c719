import http from "node:http"
import type { AddressInfo } from "node:net"
import { pipeline } from "node:stream/promises"
import { type Duplex, Readable } from "node:stream"
import { ELSEWHERE, isFromElsewhere, refusalOf } from "../own-origin.ts"
import { AwsError } from "./errors.ts"
import type { AwsRequest, AwsResponse, AwsService } from "./service.ts"
import { credentialOf } from "./sigv4/credential.ts"
import { serviceError } from "./sigv4/service-error.ts"

export interface Gateway {
  /** Such as http://127.0.0.1:4900 */
  readonly url: string
  close(): Promise<void>
}

/** A service that also answers some requests that no AWS client signed, such as a browser's upload by form to S3. */
export interface GatewayService extends AwsService {
  takesUnsigned?(request: Omit<AwsRequest, "caller" | "body">): boolean
  /** Whether the app takes this request from a page of another origin. */
  allowsOrigin?(request: Omit<AwsRequest, "caller" | "body">): boolean
  /** What every answer must have for a browser to read it, a refusal's too. */
  corsHeaders?(request: Omit<AwsRequest, "caller" | "body">): Record<string, string>
}

/** Stands before a service: has it answer, or throws AwsError. */
export type Guard = (service: AwsService, request: AwsRequest) => Promise<AwsResponse>

export interface GatewayOptions {
  /** 0 picks a free port. */
  readonly port: number
  readonly services: readonly GatewayService[]
  /** Answers requests that no AWS client signed, such as a browser's. */
  readonly fallback?: (request: http.IncomingMessage, response: http.ServerResponse) => void
  /** Whether the app takes this request, which is for the fallback, from a page of another origin. */
  readonly allowsOrigin?: (request: http.IncomingMessage) => boolean
  /** Takes a WebSocket; false where it is not for it. */
  readonly upgrade?: (request: http.IncomingMessage, socket: Duplex, head: Buffer) => boolean
  /** Looks at signatures and permissions. Without it, tests of one service: whoever calls may do everything. */
  readonly guard?: Guard
}

const noGuard: Guard = (service, request) => service.handle(request)

/** Nobody's access key. */
const ANONYMOUS = { accessKeyId: "" }

/** One HTTP endpoint for all embedded AWS services; the SigV4 credential scope tells which one a request is for. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { port, services, fallback, allowsOrigin = () => false, upgrade, guard = noGuard } = options

  const byName = new Map(services.map((service) => [service.name, service]))
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    const unsigned = toAwsRequest(incoming)
    const isAllowed = () => services.some((candidate) => candidate.allowsOrigin?.(unsigned)) || allowsOrigin(incoming)
    const refusal = refusalOf(incoming, isAllowed)
    if (refusal !== undefined) return turnAway(incoming, response, refusal)
    const open = services.find((candidate) => candidate.takesUnsigned?.(unsigned))
    if (open) return void answer(open, { ...unsigned, caller: ANONYMOUS }, noGuard, response)
    const credential = credentialOf(unsigned)
    // A link on another page can be a request that somebody signed.
    if (credential && isFromElsewhere(incoming) && !isAllowed()) return turnAway(incoming, response, ELSEWHERE)
    const service = credential && byName.get(credential.service)
    const request = { ...unsigned, caller: { accessKeyId: credential?.accessKeyId ?? "" } }
    if (service) void answer(service, request, guard, response)
    else if (credential || !fallback) refuse(response, credential?.service)
    else fallback(incoming, response)
  })
  if (upgrade)
    server.on(
      "upgrade",
      (request, socket, head) =>
        void ((refusalOf(request) === undefined && upgrade(request, socket, head)) || socket.destroy()),
    )
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function toAwsRequest(request: http.IncomingMessage): Omit<AwsRequest, "caller"> {
  const url = request.url ?? "/"
  const mark = url.includes("?") ? url.indexOf("?") : url.length
  return {
    method: request.method ?? "GET",
    path: url.slice(0, mark),
    query: new URLSearchParams(url.slice(mark + 1)),
    headers: request.headers as Record<string, string>,
    body: request,
  }
}

async function answer(service: GatewayService, request: AwsRequest, guard: Guard, response: http.ServerResponse) {
  try {
    await send(await guarded(service, request, guard), response)
  } catch (error) {
    if (response.headersSent) response.destroy(error as Error)
    else response.writeHead(500, { "content-type": "text/plain" }).end(String((error as Error).stack))
  }
}

async function guarded(service: GatewayService, request: AwsRequest, guard: Guard): Promise<AwsResponse> {
  try {
    return await guard(service, request)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const refused = serviceError(service.name, request, error)
    return { ...refused, headers: { ...service.corsHeaders?.(request), ...refused.headers } }
  }
}

/** What is stored runs nothing where a browser opens it: it would have the gallery's origin. */
const INERT = { "content-security-policy": "sandbox", "x-content-type-options": "nosniff" }

async function send({ status, headers, body }: AwsResponse, response: http.ServerResponse): Promise<void> {
  response.writeHead(status, { ...headers, ...INERT })
  if (body instanceof Readable) await pipeline(body, response)
  else response.end(body)
}

/** The body goes unread: what is left of it would be taken for the next request. */
function turnAway(request: http.IncomingMessage, response: http.ServerResponse, message: string): void {
  request.resume()
  response.writeHead(403, { ...INERT, "content-type": "text/plain; charset=utf-8" }).end(`${message}\n`)
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
