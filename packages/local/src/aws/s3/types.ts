import type { AwsResponse, AwsService, ServiceContext } from "../service.ts"
import type { Bodies } from "./bodies.ts"
import type { ObjectTable } from "./object-table.ts"
import type { Outbox } from "./outbox.ts"
import type { S3Request } from "./request.ts"
import type { UploadTable } from "./upload-table.ts"

/** One CORS rule of a bucket. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html */
export interface CorsRule {
  readonly allowedMethods: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly allowedHeaders?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  readonly maxAgeSeconds?: number
}

export interface S3Bucket {
  readonly name: string
  /** Whether the bucket's events go to EventBridge. */
  readonly eventBridge: boolean
  readonly cors?: readonly CorsRule[]
}

/** The detail of S3's EventBridge events. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export interface S3EventDetail {
  readonly version: "0"
  readonly "event-version": string
  readonly bucket: { readonly name: string }
  readonly object: {
    /** As it is, not URL-encoded. */
    readonly key: string
    readonly size?: number
    readonly etag?: string
    /** Orders the events of one key: compare as hexadecimal, left-padded; the engine's are all of one length. */
    readonly sequencer?: string
    readonly "has-object-annotation"?: boolean
  }
  readonly "request-id": string
  readonly requester: string
  readonly "source-ip-address": string
  readonly reason?: "PutObject" | "CopyObject" | "CompleteMultipartUpload" | "DeleteObject"
  readonly "deletion-type"?: "Permanently Deleted"
}

export interface S3Event {
  readonly type: "Object Created" | "Object Deleted" | "Object Tags Added" | "Object Tags Deleted"
  readonly bucket: string
  /** When it happened, in milliseconds since the epoch; a repeated event keeps its time. */
  readonly time: number
  readonly detail: S3EventDetail
}

export interface S3Options {
  readonly buckets: readonly S3Bucket[]
  /** Holds the object bodies. Without it they are in a temporary folder that `close` removes. */
  readonly folder?: string
  /** Gets each event at least once, after the object is durable and before the caller has its response. */
  readonly emit: (event: S3Event) => Promise<void> | void
}

export interface ObjectContent {
  readonly body: Buffer
  readonly size: number
  /** Without quotes. */
  readonly etag: string
  readonly contentType: string
  /** Milliseconds since the epoch. */
  readonly lastModified: number
}

export interface S3Service extends AwsService {
  /** Reads a whole object in process; undefined where the bucket or the key does not exist. */
  getObject(bucket: string, key: string): Promise<ObjectContent | undefined>
}

/** What the operations work with. */
export interface S3Internals {
  readonly context: ServiceContext
  readonly buckets: ReadonlyMap<string, S3Bucket>
  readonly bodies: Bodies
  readonly objects: ObjectTable
  readonly uploads: UploadTable
  readonly outbox: Outbox
  /** When the service started, in milliseconds since the epoch. */
  readonly started: number
}

export type S3Operation = (request: S3Request, s3: S3Internals) => Promise<AwsResponse> | AwsResponse
