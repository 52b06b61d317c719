/** The catalog: image records, their event timelines, labels. docs/data-model.md has the access patterns. */
export const imageMetadata = new sst.aws.Dynamo("ImageMetadata", {
  fields: {
    pk: "string",
    sk: "string",
    owner: "string",
    uploadedAt: "string",
    ownerLabel: "string",
    confidence: "number",
    ownerChecksum: "string",
    correlationId: "string",
    time: "string",
    watch: "string",
    due: "string",
  },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  globalIndexes: {
    byOwner: { hashKey: "owner", rangeKey: "uploadedAt" },
    byLabel: { hashKey: "ownerLabel", rangeKey: "confidence" },
    byChecksum: { hashKey: "ownerChecksum", projection: "keys-only" },
    // Timelines alone: no other item has a correlation id.
    byCorrelation: { hashKey: "correlationId", rangeKey: "time" },
    // What is waited for, and nothing that has ended.
    byDue: { hashKey: "watch", rangeKey: "due", projection: ["imageId", "stalled"] },
  },
  deletionProtection: $app.stage === "production",
})

/** What people make of their photos: albums, and what they have uploaded of what they may. */
export const albumMetadata = new sst.aws.Dynamo("AlbumMetadata", {
  fields: { pk: "string", sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  ttl: "expires",
  deletionProtection: $app.stage === "production",
})

/** The latest upload under each key: what ingest orders S3's events by. */
export const uploads = new sst.aws.Dynamo("Uploads", {
  fields: { object: "string" },
  primaryIndex: { hashKey: "object" },
  deletionProtection: $app.stage === "production",
})

/** Rekognition's jobs on videos: which wait, which run, and the slots that limit them. */
export const videoJobs = new sst.aws.Dynamo("VideoJobs", {
  fields: { pk: "string", sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  ttl: "expires",
  deletionProtection: $app.stage === "production",
})

/** Backfills with how far they have come, and the rows that they did not take. */
export const backfills = new sst.aws.Dynamo("Backfills", {
  fields: { pk: "string", sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  ttl: "expires",
  deletionProtection: $app.stage === "production",
})

/** What was given up, for engineers: services/failures keeps each dead letter, `darkroom dlq` says what was done about it. */
export const deadLetters = new sst.aws.Dynamo("DeadLetters", {
  fields: { id: "string", state: "string", since: "string" },
  primaryIndex: { hashKey: "id" },
  globalIndexes: {
    byState: {
      hashKey: "state",
      rangeKey: "since",
      projection: [
        "changedAt",
        "service",
        "subscriber",
        "queue",
        "target",
        "class",
        "error",
        "attempts",
        "event",
        "imageId",
      ],
    },
  },
  ttl: "expires",
})

/** What has been handled already (Powertools). */
export const idempotency = new sst.aws.Dynamo("Idempotency", {
  fields: { id: "string" },
  primaryIndex: { hashKey: "id" },
  ttl: "expiration",
})
