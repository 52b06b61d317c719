import { synth } from "@darkroom/local"
import type { SubscriberHandler } from "@darkroom/lambda"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")
const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom") })
const functions = graph.functions.filter(({ handler }) => handler.startsWith("services/video/"))
const named = (id: string) => functions.find((node) => node.id === id)!
const queue = (id: string) => graph.queues.find((node) => node.id === id)!
const readBy = (id: string) => graph.mappings.filter(({ functionArn }) => functionArn === named(id).arn)
const decoding = ["VideoConvertHandler", "VideoLookHandler"]
const starting = functions.filter(({ id }) => !["Video", "VideoCopiesHandler", ...decoding].includes(id))
const topic = graph.topics.find(({ id }) => id === "VideoCompletions")!
const role = graph.serviceRoles.find(({ id }) => id === "VideoCompletions")!

it("has a function for uploads, one for copies, one that decodes for each of them, one that starts jobs, one that hears of their end, and one on a schedule", () => {
  expect(functions.map(({ id }) => id).sort()).toEqual([
    "Video",
    "VideoCompletionsHandler",
    "VideoConvertHandler",
    "VideoCopiesHandler",
    "VideoJobsHandler",
    "VideoLookHandler",
    "VideoSweepHandler",
  ])
  const sweep = graph.schedules.filter(({ target }) => target.arn === named("VideoSweepHandler").arn)
  expect(sweep).toMatchObject([{ expression: "rate(1 minute)", enabled: true }])
})

describe.each(["Video", "VideoCopiesHandler", "VideoJobsHandler", "VideoCompletionsHandler"])("%s", (id) => {
  it("reads partial batches of queues with a dead-letter queue, which failures reads as the service's", () => {
    const failures = graph.functions.find((node) => node.id === "Failures")!
    const sources = JSON.parse(failures.environment["DARKROOM_DEAD_LETTER_SOURCES"] ?? "{}") as Record<
      string,
      { service: string; subscriber: string }
    >
    expect(readBy(id)).not.toEqual([])
    for (const { queueArn, partialResponses } of readBy(id)) {
      const node = graph.queues.find(({ arn }) => arn === queueArn)!
      const dead = node.redrive?.deadLetterArn ?? ""
      expect(partialResponses).toBe(true)
      expect(sources[dead.split(":").at(-1) ?? ""]).toEqual({ service: "video", subscriber: id })
      expect(node.visibilityTimeout).toBeGreaterThanOrEqual(6 * named(id).timeout)
      expect(graph.mappings.some((each) => each.functionArn === failures.arn && each.queueArn === dead)).toBe(true)
    }
  })
})

it.each([
  ["Video", "handler"],
  ["VideoCopiesHandler", "copies-handler"],
  ["VideoJobsHandler", "jobs-handler"],
])("%s gets what its handler subscribes to, in two lanes", async (id, file) => {
  const { handler } = (await import(join(root, `services/video/src/${file}.ts`))) as { handler: SubscriberHandler }
  const types = handler.subscriptions.map(({ type }) => type).sort()
  for (const lane of ["Events", "Backfill"]) {
    const rules = graph.rules.filter(({ targets }) => targets.some(({ arn }) => arn === queue(`${id}${lane}`).arn))
    const patterns = rules.map(({ pattern }) => pattern as { "detail-type": string[] })
    expect(patterns.flatMap((pattern) => pattern["detail-type"]).sort()).toEqual(types)
  }
})

describe("Rekognition", () => {
  it("may take on one role, for this account, and publish to one topic with it", () => {
    const document = (value: unknown) => value as { Statement: object[] }
    expect(document(role.trust).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "rekognition.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
      },
    ])
    expect(role.statements).toMatchObject([{ actions: ["sns:Publish"], resources: [topic.arn] }])
  })

  it("is heard of by a queue that takes messages of that topic alone", () => {
    const { arn, policy } = queue("VideoCompletionsHandlerEvents")
    expect(graph.subscriptions.filter(({ topicArn }) => topicArn === topic.arn)).toMatchObject([
      { protocol: "sqs", endpoint: arn },
    ])
    expect(policy).toMatchObject({
      Statement: [
        { Principal: { Service: "sns.amazonaws.com" }, Condition: { ArnLike: { "aws:SourceArn": [topic.arn] } } },
      ],
    })
  })

  it("is handed the role by those who start jobs, and nobody hands it anywhere else", () => {
    const passing = graph.functions.flatMap(({ id, statements }) =>
      statements.filter(({ actions }) => actions.includes("iam:PassRole")).map((statement) => ({ id, ...statement })),
    )
    expect(passing.map(({ id }) => id).sort()).toEqual([
      "VideoCompletionsHandler",
      "VideoJobsHandler",
      "VideoSweepHandler",
    ])
    for (const { resources, conditions } of passing) {
      expect(resources).toEqual([role.arn])
      expect(conditions).toEqual([
        { test: "StringEquals", variable: "iam:PassedToService", values: ["rekognition.amazonaws.com"] },
      ])
    }
  })

  it("has as many jobs at once as the limits say, whoever starts them", () => {
    expect(new Set(starting.map(({ environment }) => environment["DARKROOM_VIDEO_JOBS"]))).toEqual(new Set(["20"]))
    expect(new Set(starting.map(({ environment }) => environment["DARKROOM_VIDEO_ROLE"]))).toEqual(new Set([role.arn]))
  })
})

it("keeps a slot for longer than whoever took it can live", async () => {
  const { STARTING_MILLISECONDS } = await import("./video/src/leases.ts")
  for (const { timeout } of starting) expect(STARTING_MILLISECONDS).toBeGreaterThan(2 * timeout * 1000)
})

it("lets the video service alone write its table", () => {
  const { arn } = graph.tables.find(({ id }) => id === "VideoJobs")!
  const writers = graph.functions.filter(({ statements }) =>
    statements.some(({ resources }) => resources.includes(arn)),
  )
  expect(writers.map(({ handler }) => handler.split("/")[1])).toEqual(Array.from({ length: 5 }, () => "video"))
})

it("lets each function of it do what it does, and no more", () => {
  const of = (id: string) => {
    const actions = new Set(named(id).statements.flatMap((statement) => statement.actions))
    return [...actions].filter((action) => !action.startsWith("sqs:") && !action.startsWith("rekognition:")).sort()
  }
  const table = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
  const s3 = ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"]
  const jobs = [...table, "dynamodb:Query", "events:PutEvents", "iam:PassRole", ...s3].sort()
  const handing = [...table, "events:PutEvents", "lambda:InvokeFunction", ...s3].sort()
  for (const id of ["Video", "VideoCopiesHandler"]) expect(of(id)).toEqual(handing)
  for (const id of decoding) expect(of(id)).toEqual([])
  for (const id of ["VideoJobsHandler", "VideoCompletionsHandler", "VideoSweepHandler"]) expect(of(id)).toEqual(jobs)
  const rekognition = (id: string) =>
    named(id)
      .statements.flatMap((statement) => statement.actions)
      .filter((action) => action.startsWith("rekognition:"))
  expect([...rekognition("Video"), ...rekognition("VideoCopiesHandler")]).toEqual([])
  expect(rekognition("VideoJobsHandler").every((action) => action.startsWith("rekognition:Start"))).toBe(true)
  expect(rekognition("VideoCompletionsHandler")).toHaveLength(10)
})

it("lets copies be written by who has them made alone, leaves time to store them, and removes what is left over", async () => {
  const { copyLimits } = await import("./video/src/copy-limits.ts")
  const output = graph.buckets.find(({ id }) => id === "Output")!
  const may = (action: string) =>
    functions
      .filter(({ statements }) =>
        statements.some(
          ({ actions, resources }) => actions.includes(action) && resources.includes(`${output.arn}/copies/*`),
        ),
      )
      .map(({ id }) => id)
      .sort()
  const startingJobs = ["VideoCompletionsHandler", "VideoJobsHandler", "VideoSweepHandler"]
  expect(may("s3:PutObject")).toEqual(["VideoCopiesHandler"])
  expect(may("s3:GetObject")).toEqual(startingJobs)
  expect(may("s3:DeleteObject")).toEqual(["Video", ...startingJobs, "VideoCopiesHandler"].sort())
  expect(copyLimits(() => 0).until).toBeLessThan(named("VideoConvertHandler").timeout * 1000 * 0.8)
  expect(output.lifecycle).toEqual(expect.arrayContaining([expect.objectContaining({ filter: { prefix: "copies/" } })]))
})

it.each([
  ["Video", "VideoLookHandler", "DARKROOM_VIDEO_LOOK"],
  ["VideoCopiesHandler", "VideoConvertHandler", "DARKROOM_VIDEO_CONVERT"],
])("%s alone may invoke %s, and lives longer", async (id, decoder, variable) => {
  const { arn, timeout } = named(decoder)
  const invoking = graph.functions.filter(({ statements }) =>
    statements.some(({ resources }) => resources.includes(arn)),
  )
  expect(invoking.map((each) => each.id)).toEqual([id])
  expect(named(id).environment[variable]).toBe(arn.split(":").at(-1))
  const limits = await import("./video/src/decode-limits.ts")
  expect(timeout).toBe(decoder === "VideoLookHandler" ? limits.LOOK_SECONDS : limits.CONVERT_SECONDS)
  expect(named(id).timeout).toBeGreaterThanOrEqual(timeout + 30)
})
