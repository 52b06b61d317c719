import { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { LambdaClient } from "@aws-sdk/client-lambda"
import { S3Client } from "@aws-sdk/client-s3"
import { SQSClient } from "@aws-sdk/client-sqs"
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb"
import { type CatalogReader, catalogReader, stalledPhotos } from "@darkroom/catalog-model"
import { join } from "node:path"
import { type BackfillControl, backfillControl } from "./backfill/backfill-control.ts"
import { awsTarget } from "./aws-stage.ts"
import { type DeadLetters, deadLettersIn } from "./dead-letters/dead-letters.ts"
import { engineEvents, getFrom } from "./events/engine-events.ts"
import type { EventSource } from "./events/event-source.ts"
import { tappedEvents } from "./events/tapped-events.ts"
import { linkOf, type Links } from "./links.ts"
import { type BusRules, busRules } from "./events/bus-rules.ts"
import { type Operations, operationsOf } from "./operations.ts"
import { type PhotoPages, photoPages } from "./photo-pages.ts"
import { type CatalogRebuild, catalogRebuild } from "./rebuild/catalog-rebuild.ts"
import { type ReplayAccess, replayAccess } from "./replay/replay-access.ts"
import type { EventBus } from "./reprocess/put-events.ts"
import { type Verification, verificationOf } from "./verify/verification.ts"

/** A running Darkroom, as the commands see it. */
export interface Stage {
  readonly s3: Pick<S3Client, "send">
  readonly catalog: Pick<CatalogReader, "entry">
  /** The latest message that a service gave up. */
  readonly failedMessage: CatalogReader["failedMessage"]
  /** Ids of the photos and videos that are known to be stalled. */
  readonly stalled: () => AsyncGenerator<string>
  /** The events of one upload. */
  readonly correlated: CatalogReader["correlated"]
  /** All photos that the catalog knows, deleted ones too. */
  readonly photos: PhotoPages
  /** The bus of Darkroom's own events. */
  readonly bus: EventBus
  /** What passes the bus. */
  readonly events: EventSource
  /** Rules of a bus with their patterns. */
  readonly rules: BusRules
  /** Who is fed by which rule and queue. */
  readonly operations: Operations
  /** Replays of the archive, and the queues that they can be read from and sent to. */
  readonly replays: ReplayAccess
  /** Compares what archived events make of a photo with the catalog. */
  readonly rebuild: CatalogRebuild
  readonly sqs: Pick<SQSClient, "send">
  readonly cloudWatch: Pick<CloudWatchClient, "send">
  readonly lambda: Pick<LambdaClient, "send">
  /** Whether it is the engine of this machine. */
  readonly offline: boolean
  readonly deadLetters: DeadLetters
  /** What `darkroom verify` drives the app with. */
  readonly verification: Verification
  /** Commands to backfills. */
  readonly backfills: BackfillControl
  /** Physical name of the bucket Photos. */
  readonly bucket: string
  /** Of the bucket Output. */
  readonly output: string
  /** The photo that the latest upload under the key made; undefined until ingest has taken one in. */
  latestUpload(key: string): Promise<string | undefined>
  close(): void
}

/** Where a stage's endpoints and resources are, on this machine or on AWS. */
export interface StageTarget {
  readonly name: string
  readonly client: {
    region?: string
    endpoint?: string
    credentials?: { accessKeyId: string; secretAccessKey: string }
  }
  /** What SST tells of each linkable resource, by its name in stacks/. */
  readonly links: Links
}

/** The checkout that this CLI is part of. */
export const checkoutRoot = join(import.meta.dirname, "../../..")

/** The checkout whose engine is meant: this one, or another that the environment names. */
export function engineRoot(): string {
  return process.env["DARKROOM_CHECKOUT"] ?? checkoutRoot
}

/** The stage on AWS whose links this process was given, else the engine that runs from the checkout. Throws EngineNotRunning. */
export async function openStage(root: string = engineRoot()): Promise<Stage> {
  return connect(awsTarget(process.env) ?? (await localTarget(root)))
}

async function localTarget(root: string): Promise<StageTarget> {
  // The engine comes with an image library and more; help and usage errors need not wait for it.
  const { findEngine } = await import("@darkroom/local")
  const { url, region, links } = await findEngine(root)
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  return { name: `at ${url}`, client: { region, endpoint: url, credentials }, links }
}

export function connect(target: StageTarget): Stage {
  const bucket = linkOf(target, "Photos", "name")
  const uploads = linkOf(target, "Uploads", "name")
  const s3 = new S3Client({ ...target.client, forcePathStyle: target.client.endpoint !== undefined })
  const dynamo = new DynamoDBClient(target.client)
  const documents = DynamoDBDocumentClient.from(dynamo)
  const imageMetadata = linkOf(target, "ImageMetadata", "name")
  const catalog = catalogReader(documents, imageMetadata)
  const eventBridge = new EventBridgeClient(target.client)
  const lambda = new LambdaClient(target.client)
  // The regional endpoint, not the queue's URL: that is on AWS, wherever the stage is.
  const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false })
  const cloudWatch = new CloudWatchClient(target.client)
  const operations = operationsOf(target)
  const bus = linkOf(target, "Events", "name")
  const { endpoint } = target.client
  const offline = endpoint !== undefined
  return {
    s3,
    bucket,
    events: endpoint === undefined ? tappedEvents(bus, { sqs, eventBridge }) : engineEvents(bus, getFrom(endpoint)),
    rules: busRules(eventBridge),
    output: linkOf(target, "Output", "name"),
    operations,
    replays: replayAccess({ events: eventBridge, queues: sqs, records: catalog.records }, operations, { offline }),
    rebuild: catalogRebuild(lambda, linkOf(target, "CatalogRebuild", "name")),
    sqs,
    cloudWatch,
    lambda,
    offline,
    deadLetters: deadLettersIn(linkOf(target, "DeadLetters", "name"), documents, s3),
    verification: verificationOf(target),
    backfills: backfillControl(lambda, linkOf(target, "BackfillControl", "name")),
    catalog,
    failedMessage: (imageId, service) => catalog.failedMessage(imageId, service),
    stalled: () => stalledPhotos(documents, imageMetadata),
    correlated: (correlationId) => catalog.correlated(correlationId),
    photos: photoPages(documents, imageMetadata, catalog),
    bus: { name: bus, send: (command) => eventBridge.send(command) },
    async latestUpload(key) {
      const get = new GetCommand({ TableName: uploads, Key: { object: `${bucket}/${key}` }, ConsistentRead: true })
      const { Item } = await documents.send(get)
      return Item?.["imageId"] as string | undefined
    },
    close() {
      s3.destroy()
      dynamo.destroy()
      eventBridge.destroy()
      lambda.destroy()
      sqs.destroy()
      cloudWatch.destroy()
    },
  }
}
