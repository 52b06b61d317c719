import type { FileHandle } from "node:fs/promises"
import type { SecretsOf } from "../sigv4/verify.ts"
import type { AwsRequest, AwsResponse, AwsService, ServiceContext } from "../service.ts"
import type { Bodies } from "./bodies.ts"
import type { Notifier } from "./notifier.ts"
import type { Objects } from "./objects.ts"
import type { Outbox } from "./outbox.ts"
import type { S3Request } from "./request.ts"
import type { Restorer } from "./restorer.ts"
import type { UploadTable } from "./upload-table.ts"
import type { Versioning } from "./versioning.ts"

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
  /** Of the bucket's whole configuration on AWS: which objects are too small for a transition unless a filter names sizes. */
  readonly transitionDefaultMinimumObjectSize?: string
  readonly id?: string
  readonly status?: string
  /** Deprecated on AWS for the filter's. */
  readonly prefix?: string
  readonly filter?: LifecycleSelection & {
    readonly tag?: { readonly key: string; readonly value: string }
    readonly and?: LifecycleSelection & { readonly tags?: Readonly<Record<string, string>> }
  }
  readonly expiration?: LifecycleTime & {
    /** Whether a delete marker goes once no version is behind it. */
    readonly expiredObjectDeleteMarker?: boolean
  }
  readonly transitions?: readonly LifecycleTransition[]
  readonly noncurrentVersionExpiration?: NoncurrentTime
  readonly noncurrentVersionTransitions?: readonly (NoncurrentTime & { readonly storageClass: string })[]
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

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html */
export interface NoncurrentTime {
  /** Since the next version came. */
  readonly noncurrentDays?: number
  /** How many of the newest noncurrent versions are left as they are. */
  readonly newerNoncurrentVersions?: number
}

export interface LifecycleTransition extends LifecycleTime {
  readonly storageClass: string
}

/** How many objects, versions, delete markers or uploads a run of the lifecycle rules changed. */
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
  /** Whether the bucket keeps versions. One that did in an earlier run and does not now is suspended, as on AWS. */
  readonly versioning?: boolean
  readonly notifications?: readonly BucketNotification[]
  /** Whether all four settings of the public access block are on. */
  readonly publicAccessBlocked?: boolean
  readonly tags?: Readonly<Record<string, string>>
}

/** Events of a bucket that go to a function, queue or topic. https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html */
export interface BucketNotification {
  readonly id: string
  /** Of the function, queue or topic. */
  readonly arn: string
  /** Such as `s3:ObjectCreated:*` or `s3:ObjectRemoved:Delete`. */
  readonly events: readonly string[]
  readonly prefix?: string
  readonly suffix?: string
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
    /** Where the bucket has versions. */
    readonly "version-id"?: string
    /** Orders the events of one key: compare as hexadecimal, left-padded; the engine's are all of one length. */
    readonly sequencer?: string
    readonly "has-object-annotation"?: boolean
  }
  readonly "request-id": string
  readonly requester: string
  /** None where S3 did it by itself. */
  readonly "source-ip-address"?: string
  readonly reason?:
    | "PutObject"
    | "POST Object"
    | "CopyObject"
    | "CompleteMultipartUpload"
    | "DeleteObject"
    | "Lifecycle Expiration"
  readonly "deletion-type"?: "Permanently Deleted" | "Delete Marker Created"
  /** ISO 8601. */
  readonly "restore-expiry-time"?: string
  readonly "source-storage-class"?: string
  readonly "destination-storage-class"?: string
}

export type S3EventType =
  | "Object Created"
  | "Object Deleted"
  | "Object Tags Added"
  | "Object Tags Deleted"
  | "Object Restore Initiated"
  | "Object Restore Completed"
  | "Object Restore Expired"
  | "Object Storage Class Changed"

export interface S3Event {
  readonly type: S3EventType
  readonly bucket: string
  /** When it happened, in milliseconds since the epoch; a repeated event keeps its time. */
  readonly time: number
  readonly detail: S3EventDetail
}

export interface NotificationOrigin {
  readonly bucketArn: string
  /** X-Ray's header of the request that changed the object. */
  readonly trace: string | undefined
}

export interface S3Options {
  readonly buckets: readonly S3Bucket[]
  /** Holds the object bodies. Without it they are in a temporary folder that `close` removes. */
  readonly folder?: string
  /** Gets each event at least once, after the object is durable and before the caller has its response. */
  readonly emit: (event: S3Event) => Promise<void> | void
  /**
   * Gets each notification at least once, after the object is durable; rejects where it could not be delivered, and is
   * called again later. `body` is the JSON for the function, queue or topic. Needed where a bucket has notifications.
   */
  readonly notify?: (arn: string, body: string, from: NotificationOrigin) => Promise<void>
  readonly authorize?: Authorize
  /** For the signatures of forms. Without it every access key has the secret that all clients may use. */
  readonly secretsOf?: SecretsOf
}

/**
 * Throws where the caller may not do that, for what nobody before S3 can look at: a form carries its signature within, and a copy takes the
 * tags along that its source has.
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

export interface OpenedObject {
  /** Bytes. */
  readonly size: number
  readonly file: FileHandle
}

export type UnsignedRequest = Pick<AwsRequest, "method" | "path" | "query" | "headers">

export interface S3Service extends AwsService {
  /** Reads a whole object in process; undefined where the bucket or the key does not exist. */
  getObject(bucket: string, key: string): Promise<ObjectContent | undefined>
  /** The same to be read bit by bit: the caller closes the file. It stays readable, whatever happens to the object meanwhile. */
  openObject(bucket: string, key: string): Promise<OpenedObject | undefined>
  /** Resolves when no notification is under way; those that wait for another attempt do not count. */
  idle(): Promise<void>
  /** Applies the buckets' lifecycle rules as of that time. It does not run by itself: AWS does it about once a day. */
  expireObjects(now: number): Promise<LifecycleReport>
  /**
   * Whether a request is for S3 though no AWS client signed it: a browser's upload by form or its CORS preflight. A
   * preflight of a presigned URL has the URL's credential, but for another method: ask this before verifying. S3
   * verifies the form's own signature.
   */
  takesUnsigned(request: UnsignedRequest): boolean
  /** Whether the app takes this request from a page of another origin. */
  allowsOrigin(request: UnsignedRequest): boolean
  /** The CORS headers of a response that another gives in S3's stead, such as to a wrong signature. */
  corsHeaders(request: UnsignedRequest): Record<string, string>
}

/** What the operations work with. */
export interface S3Internals {
  readonly context: ServiceContext
  readonly buckets: ReadonlyMap<string, S3Bucket>
  readonly bodies: Bodies
  readonly objects: Objects
  readonly versioning: Versioning
  readonly uploads: UploadTable
  readonly outbox: Outbox
  readonly notifier: Notifier
  readonly restorer: Restorer
  readonly authorize: Authorize
  readonly secretsOf: SecretsOf
  /** When the service started, in milliseconds since the epoch. */
  readonly started: number
}

export type S3Operation = (request: S3Request, s3: S3Internals) => Promise<AwsResponse> | AwsResponse
