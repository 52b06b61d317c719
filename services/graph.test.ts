import { synth } from "@darkroom/local"
import type { SubscriberHandler } from "@darkroom/lambda"
import { allEvents, intakeProfiles, movedPrefixes, resendableEvents } from "@darkroom/events"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"

const root = join(import.meta.dirname, "..")
const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom") })
const services = readdirSync(join(root, "services"), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)
const physical = (nodes: readonly { id: string; name: string }[], id: string) =>
  nodes.find((node) => node.id === id)!.name
const bus = physical(graph.buses, "Events")

/** services/<name>/src/handler.handler -> name. */
const serviceOf = (handler: string) => handler.split("/")[1] ?? handler
const reads = (functionArn: string) => graph.mappings.some((mapping) => mapping.functionArn === functionArn)
/** One for each recipient with a webhook, of which there are none unless somebody configures them. */
const isWebhook = (handler: string) => handler.endsWith("/webhook-handler.handler")
/** The function of a service that reads a queue; a service may have others besides. */
const functionOf = (service: string) =>
  graph.functions.find(({ handler, arn }) => serviceOf(handler) === service && reads(arn) && !isWebhook(handler))
/** Sends events of other services again, by what the catalog has of them. */
const RESENDER = "GalleryResendHandler"
/** Which events a function may put on the bus. */
const put = ({ statements }: (typeof graph.functions)[number]) =>
  statements
    .filter(({ actions }) => actions.includes("events:PutEvents"))
    .map(({ conditions = [] }) => {
      const valuesOf = (name: string) => conditions.find(({ variable }) => variable === name)?.values ?? ["any"]
      return { sources: valuesOf("events:source"), types: valuesOf("events:detail-type") }
    })
/** Those that something else invokes: browsers, schedules, commands, jobs of S3, other functions. */
const fronts = graph.functions.filter(({ arn }) => !reads(arn))

interface Pattern {
  readonly source: string[]
  readonly "detail-type": string[]
  readonly detail?: { object: { key: ({ prefix: string } | { wildcard: string })[] } }
}

/** What the rules put into the queues that a function reads: `source/type`. */
function delivered(functionArn: string): string[] {
  const queues = graph.mappings.filter((mapping) => mapping.functionArn === functionArn).map(({ queueArn }) => queueArn)
  const rules = graph.rules.filter(({ targets }) => targets.some(({ arn }) => queues.includes(arn)))
  // The lanes of live uploads and of backfills have the same.
  return [...new Set(rules.flatMap(({ pattern }) => (pattern as Pattern)["detail-type"]))].sort()
}

it("runs every service, and no function without a service", () => {
  expect([...new Set(graph.functions.map(({ handler }) => serviceOf(handler)))].sort()).toEqual(services)
})

it("has functions that no queue feeds for people, for schedules, for commands, for jobs of S3 and for decoding", () => {
  expect(fronts.map(({ id }) => id).sort()).toEqual([
    "BackfillBatch",
    "BackfillControl",
    "CatalogRebuild",
    "GalleryApi",
    "LiveAuthorizerHandler",
    "StallWatchHandler",
    "VideoConvertHandler",
    "VideoLookHandler",
    "VideoSweepHandler",
  ])
})

it("has the gallery's API behind an authorizer, and one function for who may connect", () => {
  const [api] = graph.apis
  const open = api!.routes.filter(({ authorizer }) => authorizer === undefined).map(({ routeKey }) => routeKey)
  expect(open).toEqual(["GET /openapi.json"])
  expect(graph.realtimes.map(({ functionArn }) => functionArn)).toEqual([
    fronts.find(({ id }) => id === "LiveAuthorizerHandler")?.arn,
  ])
})

it("lets people in by authorization code alone, and takes tokens of that client alone", () => {
  const [pool] = graph.userPools
  expect(pool!.clients).toMatchObject([{ id: "Web", flows: ["code"], scopes: ["openid", "profile", "email"] }])
  const audiences = graph.apis[0]!.routes.flatMap(({ authorizer }) => authorizer?.audiences ?? [])
  expect(audiences).toEqual([pool!.clients[0]!.clientId])
})

/** All that read queues; a service may have several of them. */
const readers = graph.functions.filter(
  ({ handler, arn }) => reads(arn) && !isWebhook(handler) && serviceOf(handler) !== "failures",
)

it("has a function that reads a queue for every service that consumes events", () => {
  expect([...new Set(readers.map(({ handler }) => serviceOf(handler)))].sort()).toEqual(
    services.filter((service) => !["failures", "realtime"].includes(service)),
  )
})

it("has each of them remember by itself what it has handled", () => {
  const names = readers.map(({ environment }) => environment["DARKROOM_SUBSCRIBER"] ?? environment["DARKROOM_SERVICE"])
  expect(new Set(names).size).toBe(readers.length)
})

describe.each(readers.map((node) => [node.id, node] as const))("%s", (_, node) => {
  const service = serviceOf(node.handler)

  it("gets from its rules what its handler subscribes to, and nothing else", async () => {
    const { handler } = (await import(join(root, `${node.handler.slice(0, node.handler.lastIndexOf("."))}.ts`))) as {
      handler: Partial<SubscriberHandler>
    }
    // A queue that no rule feeds has messages of another kind.
    const { subscriptions = [] } = handler
    expect(delivered(node.arn)).toEqual(subscriptions.map(({ type }) => type).sort())
    for (const { type, source } of subscriptions) {
      const rule = graph.rules.find(({ targets, pattern }) => {
        // The rule by which the archive is read has neither.
        const { source: sources = [], "detail-type": types = [] } = pattern as Partial<Pattern>
        return types.includes(type) && sources.includes(source) && targets.some(({ arn }) => readsFrom(node.arn, arn))
      })
      expect(rule, `${type} from ${source}`).toBeDefined()
    }
  })

  it("reads queues that keep messages for 14 days, and knows when they give a message up and where it goes", () => {
    for (const mapping of graph.mappings.filter(({ functionArn }) => functionArn === node.arn)) {
      const queue = graph.queues.find(({ arn }) => arn === mapping.queueArn)!
      const dead = graph.queues.find(({ arn }) => arn === queue.redrive?.deadLetterArn)!
      expect([queue.retention, dead.retention]).toEqual([1_209_600, 1_209_600])
      expect(node.environment["DARKROOM_QUEUE_RECEIVES"]).toBe(String(queue.redrive?.maxReceiveCount))
      expect(node.environment["DARKROOM_DEAD_LETTER_URL"]).toBe(dead.url)
    }
    expect(node.environment["DARKROOM_SERVICE"]).toBe(service)
  })

  it("has its dead letters read by failures, under its name", () => {
    const failures = functionOf("failures")!
    const sources = JSON.parse(failures.environment["DARKROOM_DEAD_LETTER_SOURCES"] ?? "{}") as Record<string, object>
    const own = node.environment["DARKROOM_DEAD_LETTER_URL"]
    const { arn: dead, name } = graph.queues.find(({ url }) => url === own)!
    expect(sources[name]).toEqual({ service, subscriber: node.id })
    expect(graph.mappings.some(({ functionArn, queueArn }) => functionArn === failures.arn && queueArn === dead)).toBe(
      true,
    )
  })
})

const inLanes = graph.queues.filter(({ id }) => id.endsWith("Backfill"))

describe("the lane of backfills", () => {
  it("is there for every service on a photo's way", () => {
    const services = ["Catalog", "Categorization", "Ingest", "Metadata", "Tagging", "Thumbnail"]
    expect(inLanes.map(({ id }) => id.replace("Backfill", ""))).toEqual(expect.arrayContaining(services))
  })

  it.each(inLanes.map((queue) => [queue.id, queue] as const))(
    "%s has the same events as the other lane, those of backfills alone, and a limit",
    (id, queue) => {
      const other = graph.queues.find((candidate) => candidate.id === id.replace("Backfill", "Events"))!
      const patternOf = (queueArn: string) =>
        graph.rules.find(({ bus: on, targets }) => on === bus && targets.some(({ arn }) => arn === queueArn))!
          .pattern as { detail: { metadata: object } }
      const live = patternOf(other.arn)
      const { metadata } = live.detail
      expect(metadata).toMatchObject({ origin: [{ "anything-but": ["backfill"] }] })
      expect(patternOf(queue.arn)).toEqual({ ...live, detail: { metadata: { ...metadata, origin: ["backfill"] } } })
      const [first, second] = [other, queue].map(({ arn }) => graph.mappings.find(({ queueArn }) => queueArn === arn)!)
      expect(second!.functionArn).toBe(first!.functionArn)
      expect(second!.maximumConcurrency).toBeGreaterThanOrEqual(2)
    },
  )
})

function readsFrom(functionArn: string, queueArn: string): boolean {
  return graph.mappings.some((mapping) => mapping.functionArn === functionArn && mapping.queueArn === queueArn)
}

describe("a webhook", async () => {
  vi.stubEnv("DARKROOM_RECIPIENTS", JSON.stringify([{ name: "shop", webhook: "https://shop.example.com/hooks" }]))
  const withWebhook = await synth({ root, stage: "local", cache: join(root, ".darkroom/with-webhook") })
  vi.unstubAllEnvs()
  const node = withWebhook.functions.find(({ handler }) => isWebhook(handler))!
  const queues = withWebhook.queues.filter(({ id }) => id.startsWith("ShopWebhook"))
  const [queue, dead] = ["ShopWebhookEvents", "ShopWebhookDeadLetters"].map((id) =>
    queues.find((candidate) => candidate.id === id),
  )
  const readers = (arn: string | undefined) => withWebhook.mappings.filter(({ queueArn }) => queueArn === arn)

  it("has a rule, a queue, a function and a dead-letter queue of its own", () => {
    expect(queue?.redrive).toEqual({ deadLetterArn: dead?.arn, maxReceiveCount: 24 })
    expect(readers(queue?.arn)).toMatchObject([{ functionArn: node.arn, partialResponses: true }])
    expect(queue?.visibilityTimeout).toBeGreaterThanOrEqual(6 * node.timeout)
    expect(node.environment).toMatchObject({
      DARKROOM_SERVICE: "notification-ShopWebhook",
      DARKROOM_MAX_RECEIVES: "24",
      DARKROOM_MAX_BACKOFF: "36000",
      DARKROOM_DEAD_LETTER_URL: dead?.url,
    })
  })

  it("gets events that its handler subscribes to", async () => {
    const { handler } = (await import(join(root, "services/notification/src/webhook-handler.ts"))) as {
      handler: SubscriberHandler
    }
    const [rule] = withWebhook.rules.filter(({ targets }) => targets.some(({ arn }) => arn === queue?.arn))
    const { "detail-type": types, source } = rule!.pattern as Pattern
    const known = handler.subscriptions.filter(({ type }) => types.includes(type))
    expect(known.map(({ type }) => type)).toEqual(types)
    expect([...new Set(known.map((subscription) => subscription.source))].sort()).toEqual(source.toSorted())
  })

  it("has dead letters that are kept and not reported: of that, the webhook would be told as well", () => {
    const failures = withWebhook.functions.find(({ id }) => id === "Failures")!
    expect(readers(dead?.arn)).toMatchObject([{ functionArn: failures.arn, partialResponses: true }])
    const sources = JSON.parse(failures.environment["DARKROOM_DEAD_LETTER_SOURCES"] ?? "{}") as Record<string, object>
    expect(sources[dead?.name ?? ""]).toEqual({ service: "notification", subscriber: "ShopWebhook", silent: true })
  })

  it("may read its queue, its events' claim checks and what it has done, and no more", () => {
    const actions = node.statements.flatMap((statement) => statement.actions)
    expect([...new Set(actions)].filter((action) => !action.startsWith("sqs:")).sort()).toEqual([
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "s3:GetObject",
    ])
  })
})

describe("every rule", () => {
  it.each(graph.rules.map((rule) => [rule.name, rule] as const))(
    "%s has targets that retry for a day, then keep what fails",
    (_, { targets }) => {
      expect(targets).not.toEqual([])
      const undelivered = graph.queues.find(({ id }) => id === "Undelivered")?.arn
      for (const target of targets) {
        expect(target).toMatchObject({
          deadLetterArn: undelivered,
          retry: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
        })
      }
    },
  )

  it.each(graph.rules.map((rule) => [rule.name, rule] as const))(
    "%s may put into its queues, by its own ARN",
    (_, { arn, targets }) => {
      for (const target of targets) {
        const { policy } = graph.queues.find((queue) => queue.arn === target.arn)!
        const [statement] = (
          policy as { Statement: { Action: string; Condition: { ArnLike: Record<string, string[]> } }[] }
        ).Statement
        expect(statement?.Action).toBe("sqs:SendMessage")
        expect(statement?.Condition.ArnLike["aws:SourceArn"]).toContain(arn)
      }
    },
  )
})

/** No action of Rekognition on images and videos has a resource to name. */
const rekognition = (operation: string) => `rekognition:${operation}`
const recognition = ["DetectFaces", "DetectLabels", "DetectModerationLabels", "DetectText", "RecognizeCelebrities"].map(
  rekognition,
)
const jobs = ["CelebrityRecognition", "ContentModeration", "FaceDetection", "LabelDetection", "TextDetection"]
const [starting, getting] = ["Start", "Get"].map((verb) => jobs.map((job) => rekognition(verb + job)))
const watching = [...starting!, ...getting!]

describe("least privilege", () => {
  const statements = graph.functions.flatMap(({ id, statements: own }) =>
    own.map((statement) => ({ id, ...statement })),
  )

  it("gives no function all actions of a service", () => {
    expect(statements.filter(({ actions }) => actions.some((action) => action.includes("*")))).toEqual([])
  })

  it("names the resource of every action that can have one", () => {
    const unrestricted = statements.filter(({ resources }) => resources.includes("*"))
    const actionsOf = (id: string) => unrestricted.filter((each) => each.id === id).flatMap(({ actions }) => actions)
    expect(Object.fromEntries(unrestricted.map(({ id }) => [id, actionsOf(id)]))).toEqual({
      Tagging: recognition,
      VideoJobsHandler: starting,
      VideoCompletionsHandler: watching,
      VideoSweepHandler: watching,
    })
  })

  const shared = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
  const emitting = [...shared, "events:PutEvents", "s3:PutObject"]
  const inBatches = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"]
  const onVideos = ["dynamodb:Query", "iam:PassRole", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket"]

  it.each([
    [
      "Ingest",
      [
        ...emitting,
        "dynamodb:ConditionCheckItem",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:ListBucket",
        "s3:PutObjectTagging",
      ],
    ],
    ["Metadata", [...emitting, "s3:GetObject", "s3:ListBucket"]],
    ["Tagging", [...emitting, ...recognition, "s3:DeleteObject", "s3:GetObject", "s3:ListBucket"]],
    ["Categorization", [...emitting, "s3:GetObject"]],
    ["Thumbnail", [...emitting, "s3:DeleteObject", "s3:GetObject", "s3:ListBucket"]],
    ["Catalog", [...emitting, "dynamodb:BatchWriteItem", "dynamodb:Query", "s3:GetObject"]],
    [
      "CatalogRebuild",
      ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query", "s3:GetObject"],
    ],
    ["Notification", [...shared, "iot:Publish", "s3:GetObject", "sns:Publish"]],
    ["GallerySettleHandler", [...shared, "dynamodb:ConditionCheckItem", "dynamodb:Query", "s3:GetObject"]],
    [
      "GalleryApi",
      [
        ...emitting,
        "cognito-idp:AdminGetUser",
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:Query",
        "lambda:InvokeFunction",
        "s3:GetObject",
      ],
    ],
    ["LiveAuthorizerHandler", []],
    ["Video", [...emitting, "lambda:InvokeFunction", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket"]],
    ["VideoCopiesHandler", [...emitting, "lambda:InvokeFunction", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket"]],
    ["VideoLookHandler", []],
    ["VideoConvertHandler", []],
    ["VideoJobsHandler", [...emitting, ...onVideos, ...starting!]],
    ["VideoCompletionsHandler", [...emitting, ...onVideos, ...watching]],
    ["VideoSweepHandler", [...emitting, ...onVideos, ...watching]],
    ["Backfill", [...shared, "s3:GetObject"]],
    [
      "BackfillWorkHandler",
      [...emitting, ...inBatches, "dynamodb:Query", "s3:AbortMultipartUpload", "s3:GetObject", "s3:ListBucket"],
    ],
    ["BackfillControl", [...emitting, "dynamodb:BatchGetItem", "dynamodb:Query", "s3:GetObject", "s3:ListBucket"]],
    ["BackfillBatch", [...emitting, "dynamodb:BatchWriteItem"]],
    ["Failures", emitting],
  ])("%s may do what it does, besides reading its queues", (id, actions) => {
    expect(graph.functions.map((node) => node.id)).toContain(id)
    const own = statements.filter((statement) => statement.id === id).flatMap((statement) => statement.actions)
    const others = [...new Set(own)].filter((action) => !action.startsWith("sqs:"))
    expect(others.sort()).toEqual(actions.sort())
  })

  it.each(services)("lets %s put its own events on the bus, and no others", (service) => {
    const own = graph.functions
      .filter(({ id, handler }) => serviceOf(handler) === service && id !== RESENDER)
      .flatMap(({ statements: all }) => all.filter(({ actions }) => actions.includes("events:PutEvents")))
    const values = (variable: string) =>
      new Set(own.flatMap(({ conditions = [] }) => conditions.find((each) => each.variable === variable)?.values ?? []))
    const emitted = allEvents.filter(({ source }) => source === `darkroom.${service}`)
    expect(values("events:detail-type")).toEqual(new Set(emitted.map(({ name }) => name)))
    expect([...values("events:source")]).toEqual(own.length > 0 ? [`darkroom.${service}`] : [])
  })

  it("lets one function put any event on the bus again that can be retried, and no report of a failure", () => {
    const others = graph.functions.filter((each) =>
      put(each).some(({ sources }) => sources.some((source) => source !== `darkroom.${serviceOf(each.handler)}`)),
    )
    expect(others.map(({ id }) => id)).toEqual([RESENDER])
    const again = put(others[0]!).map(({ types }) => types)
    expect(again).toEqual([resendableEvents.map(({ name }) => name)])
    expect(again[0]).not.toContain("ProcessingFailed")
    expect(again[0]).not.toContain("RetryRequested")
  })

  it("lets nothing that HTTP requests reach put an event on the bus that is not its own", () => {
    const behind = new Set(graph.apis.flatMap(({ routes }) => routes.map(({ functionArn }) => functionArn)))
    const reached = graph.functions.filter(({ arn }) => behind.has(arn))
    expect(reached.map((each) => [each.id, put(each)])).toEqual([
      ["GalleryApi", [{ sources: ["darkroom.gallery"], types: ["ImageDeleted", "RetryRequested"] }]],
    ])
    const { arn } = graph.functions.find(({ id }) => id === RESENDER)!
    expect(
      graph.functions.filter(({ statements }) => statements.some(({ resources }) => resources.includes(arn))),
    ).toEqual([])
  })

  it("has every event of the contract emitted by a service, but for what engineers ask for from the command line", () => {
    const sources = new Set(allEvents.map(({ source }) => source.replace("darkroom.", "")))
    expect([...sources].filter((source) => !services.includes(source))).toEqual(["cli"])
  })

  it("lets each table be written by one service alone, but for the idempotency that all share", () => {
    const writers = (table: string) => {
      const { arn } = graph.tables.find(({ id }) => id === table)!
      return [
        ...new Set(
          statements
            .filter(({ actions, resources }) => resources.includes(arn) && actions.includes("dynamodb:PutItem"))
            .map(({ id }) => id),
        ),
      ]
    }
    expect([writers("ImageMetadata"), writers("Uploads")]).toEqual([["Catalog", "CatalogRebuild"], ["Ingest"]])
    expect(writers("DeadLetters")).toEqual(["Failures"])
    const services = (table: string) => [...new Set(writers(table).map((id) => id.replace(/(?<=[a-z])[A-Z].*/, "")))]
    expect([services("VideoJobs"), services("Backfills")]).toEqual([["Video"], ["Backfill"]])
    expect(writers("AlbumMetadata").map((id) => id.startsWith("Gallery"))).toEqual([true, true])
  })

  it("keeps originals and renditions apart: who writes renditions cannot touch an original", () => {
    const photos = graph.buckets.find(({ id }) => id === "Photos")!.arn
    const writable = statements
      .filter(({ actions }) => actions.includes("s3:PutObject"))
      .flatMap(({ resources }) => resources)
    const prefixes = writable
      .filter((resource) => resource.startsWith(photos))
      .map((resource) => resource.slice(photos.length + 1))
    // The gallery signs forms for originals, which S3 lets through only if it may put them itself; ingest moves some.
    const moved = movedPrefixes().map((prefix) => `${prefix}*`)
    expect([...new Set(prefixes)].sort()).toEqual(
      ["Thumbnails/*", "private/*/resized/*", "private/*/uploads/*", ...moved].sort(),
    )
    const rendering = ["Thumbnail", "Video"]
    const renditions = statements.filter(
      ({ id, actions }) => rendering.includes(id) && actions.includes("s3:PutObject"),
    )
    const written = renditions.flatMap(({ resources }) => resources).filter((resource) => resource.startsWith(photos))
    expect(written.filter((resource) => /uploads|analyzed/.test(resource))).toEqual([])
  })
})

describe("S3", () => {
  it("sends the photos' events to the default bus, where ingest takes the intake prefixes alone", () => {
    expect(graph.buckets.filter(({ eventBridge }) => eventBridge).map(({ id }) => id)).toEqual(["Photos"])
    const [created, archived] = graph.rules.filter((candidate) => candidate.bus === "default")
    expect((created!.pattern as Pattern).detail?.object.key).toEqual([
      { wildcard: "private/*/uploads/*" },
      ...intakeProfiles.slice(1).map(({ name }) => ({ prefix: name === "incoming" ? "Incoming/" : `${name}/` })),
    ])
    expect((archived!.pattern as Pattern).detail?.object.key).toEqual(movedPrefixes().map((prefix) => ({ prefix })))
  })

  it.each(graph.buckets.map((bucket) => [bucket.id, bucket] as const))(
    "%s is private, wants TLS and has a lifecycle",
    (_, bucket) => {
      expect(bucket).toMatchObject({ publicAccessBlocked: true, tlsEnforced: true })
      expect(bucket.lifecycle).not.toEqual([])
    },
  )
})

it("archives every event of the bus for longer than a message can live", () => {
  expect(graph.archives).toEqual([
    expect.objectContaining({ busArn: graph.buses.find(({ name }) => name === bus)?.arn, retentionDays: 90 }),
  ])
})

it.each(graph.functions.map((node) => [node.id, node] as const))("%s runs on arm64 and logs JSON", (_, node) => {
  expect([node.architecture, node.logFormat]).toEqual(["arm64", "JSON"])
})

it("limits how many photos are at Rekognition at once", () => {
  const tagging = functionOf("tagging")!
  const mappings = graph.mappings.filter(({ functionArn }) => functionArn === tagging.arn)
  expect(mappings.map(({ maximumConcurrency }) => maximumConcurrency)).toEqual([5, 2])
})
