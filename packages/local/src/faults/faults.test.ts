import { setImmediate } from "node:timers/promises"
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb"
import {
  DetectFacesCommand,
  DetectLabelsCommand,
  DetectModerationLabelsCommand,
  DetectTextCommand,
  RekognitionClient,
} from "@aws-sdk/client-rekognition"
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3"
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import sharp from "sharp"
import { afterEach, describe, expect, it } from "vitest"
import { dynamoDbService } from "../aws/dynamodb/dynamodb.ts"
import { startGateway } from "../aws/gateway.ts"
import { rekognitionService } from "../aws/rekognition/rekognition.ts"
import { s3Service } from "../aws/s3/s3.ts"
import { snsService } from "../aws/sns/sns.ts"
import { type QueueConfig, sqsService } from "../aws/sqs/sqs.ts"
import { manualClock } from "../clock.ts"
import { openStore } from "../store.ts"
import { faultPlan, type FaultPlan, type FaultRule } from "./fault-plan.ts"
import { withFaults } from "./with-faults.ts"

const queueArn = "arn:aws:sqs:us-east-1:000000000000:work"
const topicArn = "arn:aws:sns:us-east-1:000000000000:alerts"
const QueueUrl = "http://anywhere:1/000000000000/work"
const send = new SendMessageCommand({ QueueUrl, MessageBody: "a" })
const publish = new PublishCommand({ TopicArn: topicArn, Message: "a" })

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const clock = manualClock()
const context = () => ({ clock, store: openStore(), region: "us-east-1", accountId: "000000000000" })

function queues() {
  const queue: QueueConfig = {
    name: "work",
    arn: queueArn,
    visibilityTimeout: 30,
    retention: 345_600,
    delay: 0,
    receiveWait: 0,
  }
  const sqs = sqsService({ queues: [queue] }, context())
  cleanups.push(() => sqs.close())
  return sqs
}

/** The services with their faults behind one gateway, and clients that do not try again, unless told to. */
async function start(plan: FaultPlan, maxAttempts = 1) {
  const sqs = queues()
  const s3 = s3Service({ buckets: [{ name: "photos", eventBridge: false }], emit: () => {} }, context())
  const topics = [{ name: "alerts", arn: topicArn }]
  const sns = snsService({ topics, subscriptions: [], deliver: async () => {} }, context())
  const dynamodb = await dynamoDbService({ tables: [] }, context())
  const services = [sqs, s3, sns, dynamodb].map((service) => withFaults(service, plan))
  const gateway = await startGateway({ port: 0, services })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const options = { endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts }
  const clients = {
    sqs: new SQSClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sns: new SNSClient(options),
    dynamodb: new DynamoDBClient(options),
  }
  cleanups.push(
    () => Promise.all([s3.close(), sns.close(), dynamodb.close()]),
    () => gateway.close(),
    () => Object.values(clients).forEach((client) => client.destroy()),
  )
  return { ...clients, queues: sqs, topics: sns }
}

const plan = (...rules: FaultRule[]) => faultPlan({ seed: 1, rules, clock })
const always = (service: string, fault: "throttle" | "serverError" | "drop" | "crashAfter"): FaultRule => {
  return { service, probability: 1, fault }
}

describe("injected faults of calls", () => {
  it("do nothing where no rule is for the call", async () => {
    const none = plan({ service: "sqs", operation: "DeleteMessage", probability: 1, fault: "drop" })
    const { sqs, sns, s3 } = await start(none)
    await sqs.send(send)
    await sns.send(publish)
    await s3.send(new PutObjectCommand({ Bucket: "photos", Key: "a", Body: "b" }))
    expect(await (await s3.send(new GetObjectCommand({ Bucket: "photos", Key: "a" }))).Body?.transformToString()).toBe(
      "b",
    )
    expect(none.injected).toEqual([])
  })

  it("throttle in the form of each protocol", async () => {
    const { sqs, s3, sns, dynamodb } = await start(
      plan(...["sqs", "s3", "sns", "dynamodb"].map((name) => always(name, "throttle"))),
    )
    const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })
    await expect(sqs.send(send)).rejects.toMatchObject({ name: "ThrottlingException", ...status(400) })
    await expect(dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: "ThrottlingException" })
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: "SlowDown", ...status(503) })
    await expect(sns.send(publish)).rejects.toMatchObject({ name: expect.stringContaining("Throttl"), ...status(400) })
  })

  it("fail as a fault of the service", async () => {
    const { sqs, s3, sns } = await start(plan(...["sqs", "s3", "sns"].map((name) => always(name, "serverError"))))
    const $metadata = { httpStatusCode: 500 }
    await expect(sqs.send(send)).rejects.toMatchObject({ name: "InternalFailure", $metadata })
    await expect(sns.send(publish)).rejects.toMatchObject({ name: "InternalFailure", $metadata })
    const put = new PutObjectCommand({ Bucket: "photos", Key: "big", Body: new Uint8Array(5_000_000) })
    await expect(s3.send(put)).rejects.toMatchObject({ name: "InternalError", $metadata })
  })

  it("drop the connection before the work is done, or after it", async () => {
    const dropping = await start(plan(always("sqs", "drop"), always("sns", "drop")))
    await expect(dropping.sqs.send(send)).rejects.toMatchObject({ code: "ECONNRESET" })
    await expect(dropping.sns.send(publish)).rejects.toMatchObject({ code: "ECONNRESET" })
    expect([dropping.queues.peek(queueArn, 10).length, dropping.topics.outbox().length]).toEqual([0, 0])
    const crashing = await start(
      plan(always("sqs", "crashAfter"), always("sns", "crashAfter"), always("s3", "crashAfter")),
    )
    await expect(crashing.sqs.send(send)).rejects.toMatchObject({ code: "ECONNRESET" })
    await expect(crashing.sns.send(publish)).rejects.toMatchObject({ code: "ECONNRESET" })
    await expect(crashing.s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ code: "ECONNRESET" })
    expect([crashing.queues.peek(queueArn, 10).length, crashing.topics.outbox().length]).toEqual([1, 1])
  })

  it("make a client that tries again send twice what was done but not answered", async () => {
    const once = plan({ service: "sqs", operation: "SendMessage", probability: 1, times: 1, fault: "crashAfter" })
    const { sqs, queues } = await start(once, 3)
    await sqs.send(send)
    expect(queues.peek(queueArn, 10)).toHaveLength(2)
  })

  it("answer late", async () => {
    const { sqs } = await start(plan({ service: "sqs", probability: 1, fault: "latency", ms: 5_000 }))
    let answered = false
    const sending = sqs.send(new GetQueueUrlCommand({ QueueName: "work" })).then(() => (answered = true))
    for (let turn = 0; turn < 50; turn++) await setImmediate()
    expect(answered).toBe(false)
    const timer = setInterval(() => clock.advance(1_000), 5)
    await sending
    clearInterval(timer)
  })

  it("strike an operation of S3 by its name", async () => {
    const getting = plan({ service: "s3", operation: "GetObject", probability: 1, fault: "throttle" })
    const { s3 } = await start(getting)
    await s3.send(new PutObjectCommand({ Bucket: "photos", Key: "a", Body: "b" }))
    await expect(s3.send(new GetObjectCommand({ Bucket: "photos", Key: "a" }))).rejects.toThrow("request rate")
    expect(getting.injected).toEqual([{ service: "s3", operation: "GetObject", fault: "throttle" }])
  })

  it("strike one operation of Rekognition, for good or now and then, with errors of its own", async () => {
    const rule = { service: "rekognition", probability: 1 } as const
    const striking = plan(
      { ...rule, operation: "DetectFaces", fault: "refuse", code: "AccessDeniedException" },
      { ...rule, operation: "DetectText", fault: "throttle", times: 1 },
      { ...rule, operation: "DetectModerationLabels", fault: "serverError", times: 1 },
    )
    const recogniser = { detectLabels: async () => [] }
    const service = rekognitionService({ recogniser, readObject: async () => undefined })
    const gateway = await startGateway({ port: 0, services: [withFaults(service, striking)] })
    const credentials = { accessKeyId: "local", secretAccessKey: "local" }
    const client = new RekognitionClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
    cleanups.push(
      () => gateway.close(),
      () => client.destroy(),
    )
    const red = sharp({ create: { width: 80, height: 80, channels: 3, background: "red" } })
    const input = { Image: { Bytes: await red.png().toBuffer() } }
    const faces = () => client.send(new DetectFacesCommand(input))
    const text = () => client.send(new DetectTextCommand(input))
    const moderation = () => client.send(new DetectModerationLabelsCommand(input))
    for (let time = 0; time < 2; time++) {
      const $metadata = { httpStatusCode: 400 }
      await expect(faces()).rejects.toMatchObject({ name: "AccessDeniedException", $metadata })
    }
    await expect(text()).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" })
    await expect(moderation()).rejects.toMatchObject({
      name: "InternalServerError",
      $metadata: { httpStatusCode: 500 },
    })
    await text()
    await moderation()
    await client.send(new DetectLabelsCommand(input))
  })

  it("know S3's operations by the names that AWS gives them", async () => {
    const logging = faultPlan({ seed: 1, rules: [{ service: "s3", probability: 1, fault: "latency", ms: 0 }] })
    const { s3 } = await start(logging)
    const object = { Bucket: "photos", Key: "a b" }
    await s3.send(new ListBucketsCommand({}))
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object))
    const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: "a" }))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }))
    await s3.send(new HeadObjectCommand(object))
    await s3.send(new CopyObjectCommand({ Bucket: "photos", Key: "b", CopySource: "photos/a b" }))
    await s3.send(new ListObjectsV2Command({ Bucket: "photos" }))
    await s3.send(new DeleteObjectsCommand({ Bucket: "photos", Delete: { Objects: [{ Key: "b" }] } }))
    const names = "ListBuckets CreateMultipartUpload UploadPart CompleteMultipartUpload HeadObject CopyObject"
    const expected = [...names.split(" "), "ListObjectsV2", "DeleteObjects"]
    expect(logging.injected.map(({ operation }) => operation)).toEqual(expected)
  })

  it("are the same ones for the same seed, about as many as the probability says", async () => {
    const outcomes = (seed: number, ...more: FaultRule[]) => {
      const seeded = faultPlan({ seed, rules: [{ service: "sqs", probability: 0.2, fault: "drop" }, ...more] })
      return Array.from({ length: 1000 }, () => seeded.strike("sqs", "SendMessage", ["drop"]) !== undefined)
    }
    expect(outcomes(7)).toEqual(outcomes(7))
    expect(outcomes(7, { service: "sqs", probability: 0.5, fault: "throttle" })).toEqual(outcomes(7))
    expect(outcomes(8)).not.toEqual(outcomes(7))
    const struck = outcomes(7).filter(Boolean).length
    expect(struck).toBeGreaterThan(160)
    expect(struck).toBeLessThan(240)
  })
})

describe("injected faults of delivery", () => {
  const bodies = (messages: readonly { body: string }[]) => messages.map(({ body }) => body)
  const filled = (...rules: FaultRule[]) => {
    const sqs = withFaults(queues(), faultPlan({ seed: 3, rules }))
    for (let number = 0; number < 10; number++) sqs.send(queueArn, { body: String(number) })
    return sqs
  }

  it("deliver a message again, even one that was deleted", async () => {
    const sqs = filled({ service: "sqs", probability: 1, times: 2, fault: "duplicate" })
    const first = await sqs.receive(queueArn, { max: 2 })
    for (const { receiptHandle } of first) sqs.delete(queueArn, receiptHandle)
    const second = await sqs.receive(queueArn, { max: 3 })
    expect([bodies(first), bodies(second)]).toEqual([
      ["0", "1"],
      ["0", "1", "2"],
    ])
    expect(second.slice(0, 2)).toEqual(first)
    expect(bodies(await sqs.receive(queueArn, { max: 10 }))).toEqual(["3", "4", "5", "6", "7", "8", "9"])
  })

  it("deliver in another order, the same for the same seed", async () => {
    const rule: FaultRule = { service: "sqs", probability: 1, fault: "reorder" }
    const one = bodies(await filled(rule).receive(queueArn, { max: 10 }))
    expect(one).not.toEqual([...one].sort())
    expect([...one].sort()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    expect(bodies(await filled(rule).receive(queueArn, { max: 10 }))).toEqual(one)
  })
})
