import type { AwsRequest, AwsResponse, AwsService, ServiceContext } from "../service.ts"
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

/** One rule of a bucket's lifecycle. https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
export interface LifecycleRule {
  readonly id?: string
  readonly status?: string
  /** Deprecated on AWS for the filter's. */
  readonly prefix?: string
  readonly filter?: LifecycleSelection & {
    readonly tag?: { readonly key: string; readonly value: string }
    readonly and?: LifecycleSelection & { readonly tags?: Readonly<Record<string, string>> }
  }
  readonly expiration?: LifecycleTime
  readonly transitions?: readonly LifecycleTransition[]
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation?: number }
}

/** Sizes are in bytes. */
export interface LifecycleSelection {
  readonly prefix?: string
  readonly objectSizeGreaterThan?: number
  readonly objectSizeLessThan?: number
}

export interface LifecycleTime {
  readonly days?: number
  /** ISO 8601. */
  readonly date?: string
}

export interface LifecycleTransition extends LifecycleTime {
  readonly storageClass: string
}

/** How many objects or uploads a run of the lifecycle rules changed. */
export interface LifecycleReport {
  readonly expired: number
  readonly transitioned: number
  readonly aborted: number
}

export interface S3Bucket {
  readonly name: string
  /** Whether the bucket's events go to EventBridge. */
  readonly eventBridge: boolean
  readonly cors?: readonly CorsRule[]
  readonly lifecycle?: readonly LifecycleRule[]
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
  /** None where a lifecycle rule did it. */
  readonly "source-ip-address"?: string
  readonly reason?:
    | "PutObject"
    | "PostObject"
    | "CopyObject"
    | "CompleteMultipartUpload"
    | "DeleteObject"
    | "Lifecycle Expiration"
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
  readonly authorize?: Authorize
}

/**
 * Throws where the signer of a form may not do that: a form carries its signature within, so nobody before S3 can look.
 * Without it, every access key may.
 */
export type Authorize = (accessKeyId: string, need: { readonly action: string; readonly resource: string }) => void

export interface ObjectContent {
  readonly body: Buffer
  readonly size: number
  /** Without quotes. */
  readonly etag: string
  readonly contentType: string
  /** Milliseconds since the epoch. */
  readonly lastModified: number
}

export type UnsignedRequest = Pick<AwsRequest, "method" | "path" | "query" | "headers">

export interface S3Service extends AwsService {
  /** Reads a whole object in process; undefined where the bucket or the key does not exist. */
  getObject(bucket: string, key: string): Promise<ObjectContent | undefined>
  /** Applies the buckets' lifecycle rules as of that time. It does not run by itself: AWS does it about once a day. */
  expireObjects(now: number): Promise<LifecycleReport>
  /**
   * Whether a request is for S3 though no AWS client signed it: a browser's upload by form or its CORS preflight. A
   * preflight of a presigned URL has the URL's credential, but for another method: ask this before verifying. S3
   * verifies the form's own signature.
   */
  takesUnsigned(request: UnsignedRequest): boolean
  /** The CORS headers of a response that another gives in S3's stead, such as to a wrong signature. */
  corsHeaders(request: UnsignedRequest): Record<string, string>
}

/** What the operations work with. */
export interface S3Internals {
  readonly context: ServiceContext
  readonly buckets: ReadonlyMap<string, S3Bucket>
  readonly bodies: Bodies
  readonly objects: ObjectTable
  readonly uploads: UploadTable
  readonly outbox: Outbox
  readonly authorize: Authorize
  /** When the service started, in milliseconds since the epoch. */
  readonly started: number
}

export type S3Operation = (request: S3Request, s3: S3Internals) => Promise<AwsResponse> | AwsResponse
