import { eventLoops, recursiveLoops } from "./loops.ts"
import { added, allowed, arnOf, changed, keeps, production, stateOf } from "./stages.fixture.ts"

const photos = String(stateOf("PhotosBucket")["arn"])
const notified = (target: object) =>
  changed("PhotosEvents", { queues: [{ queueArn: arnOf("ThumbnailEventsQueue"), ...target }] })

const chain = allowed(
  "CategorizationRole",
  "sqs:SendMessage",
  arnOf("MetadataEventsQueue"),
  allowed("MetadataRole", "sqs:SendMessage", arnOf("CategorizationEventsQueue")),
)

keeps(recursiveLoops, {
  accepted: {
    "BackfillWorkHandlerFunction: feeds itself through BackfillWorkQueue":
      "one message a week at most; docs/decisions/0027-no-function-feeds-itself.md",
  },
  broken: {
    "a function that sends to its own queue": [
      allowed("CategorizationRole", "sqs:SendMessage", arnOf("CategorizationEventsQueue")),
      "CategorizationFunction: feeds itself through CategorizationEventsQueue",
    ],
    "a wildcard that lets a function send to its own queue": [
      allowed("CategorizationRole", "sqs:*", arnOf("CategorizationEventsQueue").replace("EventsQueue", "E*Queue")),
      "CategorizationFunction: feeds itself through CategorizationEventsQueue",
    ],
    "a function that publishes to its own topic": [
      allowed("VideoCompletionsHandlerRole", "sns:Publish", arnOf("VideoCompletionsTopic")),
      "VideoCompletionsHandlerFunction: feeds itself through VideoCompletionsHandlerSubscription",
    ],
    "a function that invokes itself": [
      allowed("CatalogRebuildRole", "lambda:InvokeFunction", arnOf("CatalogRebuildFunction")),
      "CatalogRebuildFunction: feeds itself through CatalogRebuildFunction",
    ],
    "two functions that feed each other": [
      chain,
      "MetadataFunction: feeds itself through CategorizationEventsQueue, MetadataEventsQueue",
      "CategorizationFunction: feeds itself through MetadataEventsQueue, CategorizationEventsQueue",
    ],
    "a function that writes objects of which S3 notifies it": [
      notified({ filterPrefix: "private/", filterSuffix: ".jpg" }),
      "ThumbnailFunction: feeds itself through PhotosEvents",
    ],
  },
})

const types = (detailType: string) => ({
  eventPattern: JSON.stringify({ source: ["darkroom.thumbnail"], "detail-type": [detailType] }),
})
const objects = (key: object) => ({
  eventPattern: JSON.stringify({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [stateOf("PhotosBucket")["bucket"]] }, object: { key: [key] } },
  }),
})

keeps(eventLoops, {
  accepted: {
    "CatalogFunction: gets its own events by CatalogRule":
      "it records ImageProcessed, and says it once: its id is derived from the photo",
    "CatalogFunction: gets its own events by CatalogBackfillRule": "the same",
  },
  broken: {
    "a function that gets what it emits": [
      changed("ThumbnailRule", types("ThumbnailGenerated")),
      "ThumbnailFunction: gets its own events by ThumbnailRule",
    ],
    "a rule on objects that the function writes": [
      changed("IngestForeignRule", objects({ prefix: "analyzed" })),
      "IngestFunction: gets its own events by IngestForeignRule",
    ],
    "a wildcard on objects that the function writes": [
      allowed("IngestRole", "s3:PutObject", `${photos}/private/*/uploads/*`, production),
      "IngestFunction: gets its own events by IngestForeignRule",
    ],
    "a rule on every object": [
      added(
        "cloudwatch/eventTarget",
        "More",
        { rule: "More", arn: arnOf("ThumbnailEventsQueue") },
        added("cloudwatch/eventRule", "More", { name: "More", eventPattern: JSON.stringify({ source: ["aws.s3"] }) }),
      ),
      "ThumbnailFunction: gets its own events by More",
    ],
  },
})
