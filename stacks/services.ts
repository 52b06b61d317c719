import {
  BackfillCompleted,
  ImageArchived,
  ImageCategorized,
  ImageDeleted,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageRestored,
  ImageStalled,
  ImageTagged,
  ImageUndecodable,
  ImageUploaded,
  MetadataExtracted,
  movedPrefixes,
  OriginalFound,
  OriginalSkipped,
  ProcessingFailed,
  RecognitionRequested,
  resendableEvents,
  RetryRequested,
  ThumbnailGenerated,
  VideoCopied,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  VideoUploaded,
} from "@darkroom/events"
import * as added from "./added/index.ts"
import { defaultBus } from "./bus.ts"
import { notifications, quality } from "./notifications.ts"
import { intakeKeys, permissions } from "./permissions.ts"
import { publish } from "./runtime-permissions.ts"
import { output, photos } from "./storage.ts"
import { subscribe, type Subscriber } from "./subscribers.ts"
import { live, ownersTopics } from "./realtime.ts"
import { albumMetadata, imageMetadata, uploads } from "./tables.ts"

const { allow, readOriginals, keepOriginals, writeRenditions } = permissions

const fromPhotos = (types: string[], keys: object[]) => ({
  source: ["aws.s3"],
  "detail-type": types,
  detail: { bucket: { name: [photos.name] }, object: { key: keys } },
})
const movedKeys = movedPrefixes().map((prefix) => ({ prefix }))

/** As many of a service's invocations as work on backfills at once, at the most; live uploads have the rest of the account's. */
const backfillLane = { maxConcurrency: 10 }

export const subscribers: Subscriber[] = [
  subscribe({
    service: "ingest",
    on: [OriginalFound, ImageProcessed, ImageDeleted],
    emits: [ImageUploaded, ImageReplaced, ImageMoved, ImageArchived, ImageRestored, VideoUploaded, OriginalSkipped],
    backfillLane,
    foreign: [
      { bus: defaultBus, pattern: fromPhotos(["Object Created"], intakeKeys) },
      {
        bus: defaultBus,
        pattern: fromPhotos(
          ["Object Storage Class Changed", "Object Restore Completed", "Object Restore Expired"],
          movedKeys,
        ),
      },
    ],
    link: [uploads, albumMetadata],
    permissions: [
      ...readOriginals,
      ...keepOriginals,
      // Whether the form of an upload still counts.
      allow(["dynamodb:GetItem", "dynamodb:ConditionCheckItem"], albumMetadata.arn),
      allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], uploads.arn),
    ],
  }),
  subscribe({
    service: "metadata",
    on: [ImageUploaded, ImageUndecodable],
    emits: [MetadataExtracted, ImageRejected],
    backfillLane,
    permissions: readOriginals,
    install: ["sharp"],
  }),
  subscribe({
    service: "tagging",
    on: [MetadataExtracted, RecognitionRequested, ImageDeleted, ImageReplaced],
    emits: [ImageTagged],
    backfillLane: { maxConcurrency: 2 },
    permissions: [
      ...readOriginals,
      allow(
        [
          "rekognition:DetectFaces",
          "rekognition:DetectLabels",
          "rekognition:DetectModerationLabels",
          "rekognition:DetectText",
          "rekognition:RecognizeCelebrities",
        ],
        "*",
      ),
      allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], $interpolate`${output.arn}/sync/*`),
      allow(["s3:ListBucket"], output.arn),
    ],
    patient: true,
    timeout: 30,
    memory: "1024 MB",
    batch: 1,
    // Rekognition's quota is 5 calls a second in most regions; a call takes about half a second.
    maxConcurrency: 5,
    install: ["sharp"],
  }),
  subscribe({
    service: "thumbnail",
    on: [MetadataExtracted, ImageDeleted, ImageReplaced],
    emits: [ThumbnailGenerated, ImageUndecodable],
    backfillLane,
    permissions: [...readOriginals, ...writeRenditions],
    timeout: 30,
    memory: "1769 MB",
    batch: 1,
    install: ["sharp"],
  }),
  subscribe({ service: "categorization", on: [ImageTagged], emits: [ImageCategorized], backfillLane }),
  subscribe({
    service: "catalog",
    on: [
      ImageUploaded,
      MetadataExtracted,
      ImageRejected,
      ImageReplaced,
      ImageTagged,
      ThumbnailGenerated,
      ImageUndecodable,
      ImageCategorized,
      ImageProcessed,
      ImageMoved,
      ImageArchived,
      ImageRestored,
      ProcessingFailed,
      ImageStalled,
      RetryRequested,
      RecognitionRequested,
      ImageDeleted,
      VideoUploaded,
      VideoMetadataExtracted,
      VideoRejected,
      VideoCopied,
      VideoTagged,
    ],
    emits: [ImageProcessed],
    onReplay: "project",
    backfillLane,
    link: [imageMetadata],
    permissions: [
      allow(
        [
          "dynamodb:BatchWriteItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:UpdateItem",
        ],
        imageMetadata.arn,
      ),
    ],
  }),
  subscribe({
    service: "notification",
    on: [
      ImageUploaded,
      MetadataExtracted,
      ThumbnailGenerated,
      ImageTagged,
      ImageCategorized,
      ImageProcessed,
      ImageMoved,
      ImageRejected,
      ProcessingFailed,
      ImageStalled,
      ImageDeleted,
      VideoUploaded,
      VideoMetadataExtracted,
      VideoRejected,
      VideoTagged,
      BackfillCompleted,
    ],
    onReplay: "drop",
    link: [notifications, ...Object.values(quality), live],
    permissions: [
      allow(["sns:Publish"], notifications.arn, ...Object.values(quality).map(({ arn }) => arn)),
      allow(["iot:Publish"], ownersTopics),
    ],
  }),
  subscribe({
    service: "gallery",
    file: "settle-handler",
    on: [ImageUploaded, ImageRejected, VideoUploaded, VideoRejected, ImageDeleted, ImageReplaced],
    link: [albumMetadata],
    permissions: [
      allow(
        [
          "dynamodb:ConditionCheckItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:UpdateItem",
        ],
        albumMetadata.arn,
      ),
    ],
  }),
  subscribe({
    service: "gallery",
    file: "resend-handler",
    on: [RetryRequested],
    onReplay: "drop",
    link: [imageMetadata],
    permissions: [publish(resendableEvents), allow(["dynamodb:GetItem", "dynamodb:Query"], imageMetadata.arn)],
  }),
  ...Object.values<Subscriber>(added),
]
