import {
  ImageDeleted,
  ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageTagged,
  ImageUndecodable,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  RetryRequested,
  ThumbnailGenerated,
} from "@darkroom/events"
import { defaultBus } from "./bus.ts"
import { notifications } from "./notifications.ts"
import { intakeKeys, permissions } from "./permissions.ts"
import { photos } from "./storage.ts"
import { subscribe } from "./subscribers.ts"
import { live, ownersTopics } from "./realtime.ts"
import { albumMetadata, imageMetadata, uploads } from "./tables.ts"

const { allow, readOriginals, deleteOriginals, writeRenditions } = permissions

export const subscribers = [
  subscribe({
    service: "ingest",
    on: [ImageDeleted],
    emits: [ImageUploaded, ImageReplaced],
    foreign: {
      bus: defaultBus,
      pattern: {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [photos.name] }, object: { key: intakeKeys } },
      },
    },
    link: [uploads],
    permissions: [...readOriginals, ...deleteOriginals, allow(["dynamodb:GetItem", "dynamodb:PutItem"], uploads.arn)],
  }),
  subscribe({
    service: "metadata",
    on: [ImageUploaded, ImageUndecodable],
    emits: [MetadataExtracted, ImageRejected],
    permissions: readOriginals,
    install: ["sharp"],
  }),
  subscribe({
    service: "tagging",
    on: [MetadataExtracted],
    emits: [ImageTagged],
    permissions: [...readOriginals, allow(["rekognition:DetectLabels"], "*")],
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
    permissions: [...readOriginals, ...writeRenditions],
    timeout: 30,
    memory: "1769 MB",
    batch: 1,
    install: ["sharp"],
  }),
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
      ImageProcessed,
      ProcessingFailed,
      RetryRequested,
      ImageDeleted,
    ],
    emits: [ImageProcessed],
    link: [imageMetadata],
    permissions: [
      allow(
        ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query", "dynamodb:BatchWriteItem"],
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
      ImageProcessed,
      ImageRejected,
      ProcessingFailed,
      ImageDeleted,
    ],
    link: [notifications, live],
    permissions: [allow(["sns:Publish"], notifications.arn), allow(["iot:Publish"], ownersTopics)],
  }),
  subscribe({
    service: "gallery",
    file: "settle-handler",
    on: [ImageUploaded, ImageRejected, ImageDeleted, ImageReplaced],
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
]
