import { S3Client } from "@aws-sdk/client-s3"
import type { DatabaseSync } from "node:sqlite"
import http from "node:http"
import { onTestFinished } from "vitest"
import { startGateway } from "../gateway.ts"
import { systemClock } from "../../clock.ts"
import type { Clock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { s3Service } from "./s3.ts"
import type { BucketNotification, CorsRule, LifecycleRule, S3Event, S3Options, S3Service } from "./s3.ts"

export const BUCKET = "photos"
/** A bucket whose events go nowhere. */
export const QUIET_BUCKET = "quiet"
export const VERSIONED_BUCKET = "versioned"

export interface Harness {
  readonly client: S3Client
  readonly service: S3Service
  readonly store: DatabaseSync
  readonly url: string
  readonly events: S3Event[]
  /** Sends bytes as they are, such as what no SDK would send. */
  readonly raw: (method: string, path: string, sent?: RawRequest) => Promise<RawResponse>
}

export interface RawRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
  /** Whether it carries no credential, as what a browser sends. */
  readonly anonymous?: boolean
}

export interface RawResponse {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export interface HarnessOptions extends Partial<Omit<S3Options, "buckets">> {
  readonly clock?: Clock
  readonly cors?: readonly CorsRule[]
  readonly lifecycle?: readonly LifecycleRule[]
  readonly notifications?: readonly BucketNotification[]
  readonly tags?: Readonly<Record<string, string>>
  readonly publicAccessBlocked?: boolean
  /** Whether the versioned bucket is. */
  readonly versioning?: boolean
  readonly store?: DatabaseSync
}

/** A gateway with an S3 and a client of it; all is closed when the test ends. */
export async function startS3({
  clock = systemClock,
  store = openStore(),
  cors = [],
  lifecycle = [],
  notifications = [],
  versioning = true,
  tags = {},
  publicAccessBlocked = false,
  ...options
}: HarnessOptions = {}): Promise<Harness> {
  const events: S3Event[] = []
  const buckets = [
    { name: BUCKET, eventBridge: true, cors, lifecycle, notifications, tags, publicAccessBlocked },
    { name: QUIET_BUCKET, eventBridge: false },
    { name: VERSIONED_BUCKET, eventBridge: true, lifecycle, notifications, versioning },
  ]
  const context = { clock, store, region: "us-east-1", accountId: "123456789012" }
  const service = s3Service({ buckets, emit: (event) => void events.push(event), ...options }, context)
  const gateway = await startGateway({ port: 0, services: [service] })
  const client = new S3Client({
    endpoint: gateway.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    forcePathStyle: true,
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await gateway.close()
    await service.close()
  })
  return {
    client,
    service,
    store,
    url: gateway.url,
    events,
    raw: (method, path, sent) => rawRequest(gateway.url, method, path, sent),
  }
}

const AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"

function rawRequest(
  url: string,
  method: string,
  path: string,
  { headers = {}, body, anonymous = false }: RawRequest = {},
): Promise<RawResponse> {
  const authorization = anonymous || path.includes("X-Amz-Credential") ? {} : { authorization: AUTHORIZATION }
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path, headers: { ...authorization, ...headers } },
      (response) => {
        const chunks: Buffer[] = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    request.on("error", reject).end(body)
  })
}
