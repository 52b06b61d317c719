import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb"
import { CreateEventBusCommand, EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { DetectLabelsCommand, RekognitionClient } from "@aws-sdk/client-rekognition"
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3"
import { PublishBatchCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns"
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs"
import sharp from "sharp"
import { describe, expect, it, onTestFinished } from "vitest"
import { startGateway } from "../aws/gateway.ts"
import { readBody } from "../aws/body.ts"
import { rekognitionService } from "../aws/rekognition/rekognition.ts"
import { s3Service } from "../aws/s3/s3.ts"
import type { AwsService } from "../aws/service.ts"
import { systemClock } from "../clock.ts"
import type { Statement } from "../graph.ts"
import { openStore } from "../store.ts"
import { accessKeys } from "./access-keys.ts"
import { formPermissions } from "./form-permissions.ts"
import { iamGuard } from "./guard.ts"
import { type Denial, openIam } from "./iam.ts"
import { objectReader } from "./object-reader.ts"
import { resourcePolicies } from "./resource-policies.ts"

const arns = { region: "us-east-1", accountId: "000000000000" }
const allow = (actions: string[], ...resources: string[]): Statement => ({ effect: "Allow", actions, resources })
const BUCKET = "arn:aws:s3:::photos"

/** A service that takes every call with an empty answer. */
function yes(name: string): AwsService {
  const answer = name === "sns" ? "<PublishResponse><PublishResult/></PublishResponse>" : "{}"
  const handle = async (request: Parameters<AwsService["handle"]>[0]) => {
    if ((await readBody(request)).length === 0) throw new Error("the body is gone")
    return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: answer }
  }
  return { name, operations: [], handle, reset: async () => {}, close: async () => {} }
}

const start = (...statements: Statement[]) => startWith({}, ...statements)

async function startWith(options: Parameters<typeof openIam>[2], ...statements: Statement[]) {
  const context = { ...arns, clock: systemClock, store: openStore() }
  const denials: Denial[] = []
  const iam = openIam([{ id: "Worker", statements }], (denial) => denials.push(denial), options)
  const buckets = [{ name: "photos", eventBridge: false }]
  const s3 = s3Service({ buckets, emit: () => {}, authorize: formPermissions(iam) }, context)
  const rekognition = rekognitionService({
    recogniser: { detectLabels: async () => [] },
    readObject: objectReader(s3, iam),
  })
  const services = [s3, rekognition, ...["sqs", "sns", "events", "dynamodb"].map(yes)]
  const guard = iamGuard(iam, { ...arns, hashKeyOf: () => "owner" }, accessKeys(iam, "of functions"))
  const gateway = await startGateway({ port: 0, services, guard })
  onTestFinished(async () => {
    await gateway.close()
    await s3.close()
  })
  const client = (accessKeyId: string) => ({
    endpoint: gateway.url,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "local" },
    maxAttempts: 1,
  })
  const s3Client = (id: string) => new S3Client({ ...client(id), forcePathStyle: true })
  return { iam, denials, client: client("Worker"), worker: s3Client("Worker"), owner: s3Client("local") }
}

const object = (Key: string) => ({ Bucket: "photos", Key })

describe("S3", () => {
  it("lets the owner do everything, and a function what its statements say", async () => {
    const { owner, worker, denials, iam } = await start(allow(["s3:PutObject"], `${BUCKET}/Thumbnails/*`))
    await owner.send(new PutObjectCommand({ ...object("a"), Body: "a" }))
    await worker.send(new PutObjectCommand({ ...object("Thumbnails/a b"), Body: "a" }))
    const message =
      `User: Worker is not authorized to perform: s3:PutObject on resource: ${BUCKET}/a ` +
      "because no identity-based policy allows the s3:PutObject action"
    await expect(
      worker.send(new PutObjectCommand({ ...object("a"), Body: Buffer.alloc(3_000_000) })),
    ).rejects.toMatchObject({ name: "AccessDenied", message, $metadata: { httpStatusCode: 403 } })
    expect(denials).toEqual([{ functionId: "Worker", action: "s3:PutObject", resource: `${BUCKET}/a` }])
    expect(iam.usedPermissions()[0]?.statements[0]?.used).toEqual(["s3:PutObject"])
  })

  it("wants both the source and the target of a copy", async () => {
    const copy = new CopyObjectCommand({ ...object("b"), CopySource: "photos/a" })
    const full = await start(allow(["s3:GetObject"], `${BUCKET}/a`), allow(["s3:PutObject"], `${BUCKET}/b`))
    await full.owner.send(new PutObjectCommand({ ...object("a"), Body: "a" }))
    await full.worker.send(copy)
    for (const half of [allow(["s3:GetObject"], `${BUCKET}/a`), allow(["s3:PutObject"], `${BUCKET}/b`)]) {
      const { owner, worker } = await start(half)
      await owner.send(new PutObjectCommand({ ...object("a"), Body: "a" }))
      await expect(worker.send(copy)).rejects.toMatchObject({ name: "AccessDenied" })
    }
  })

  it("wants the permissions of tags too where a copy takes them along", async () => {
    const copy = { ...object("b"), CopySource: "photos/a" }
    const both = [allow(["s3:GetObject"], `${BUCKET}/a`), allow(["s3:PutObject"], `${BUCKET}/b`)]
    const { owner, worker, denials } = await start(...both)
    await owner.send(new PutObjectCommand({ ...object("a"), Body: "a", Tagging: "c=1" }))
    await expect(worker.send(new CopyObjectCommand(copy))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(`s3:GetObjectTagging on resource: ${BUCKET}/a `) as string,
      $metadata: { httpStatusCode: 403 },
    })
    await worker.send(new CopyObjectCommand({ ...copy, TaggingDirective: "REPLACE" }))
    const replace = { ...copy, TaggingDirective: "REPLACE" as const, Tagging: "c=2" }
    await expect(worker.send(new CopyObjectCommand(replace))).rejects.toMatchObject({ name: "AccessDenied" })
    expect(denials.map(({ action }) => action)).toEqual(["s3:GetObjectTagging", "s3:PutObjectTagging"])
    const tags = [allow(["s3:GetObjectTagging"], `${BUCKET}/a`), allow(["s3:PutObjectTagging"], `${BUCKET}/b`)]
    const full = await start(...both, ...tags)
    await full.owner.send(new PutObjectCommand({ ...object("a"), Body: "a", Tagging: "c=1" }))
    await full.worker.send(new CopyObjectCommand(copy))
    await full.worker.send(new CopyObjectCommand(replace))
  })

  it("tells which keys are missing to those alone who may list the bucket", async () => {
    const get = allow(["s3:GetObject"], `${BUCKET}/*`)
    const { worker } = await start(get)
    await expect(worker.send(new GetObjectCommand(object("none")))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(`s3:ListBucket on resource: ${BUCKET} `) as string,
    })
    const forbidden = { $metadata: { httpStatusCode: 403 } }
    await expect(worker.send(new HeadObjectCommand(object("none")))).rejects.toMatchObject(forbidden)
    const lister = await start(get, allow(["s3:ListBucket"], BUCKET))
    await expect(lister.worker.send(new GetObjectCommand(object("none")))).rejects.toMatchObject({ name: "NoSuchKey" })
    await lister.worker.send(new ListObjectsV2Command({ Bucket: "photos" }))
  })

  it("deletes the keys that a function may delete, and reports each other one", async () => {
    const { owner, worker } = await start(allow(["s3:DeleteObject"], `${BUCKET}/Thumbnails/*`))
    const keys = ["Thumbnails/a&b", "Thumbnails/\r", "original"]
    for (const key of keys) await owner.send(new PutObjectCommand({ ...object(key), Body: "a" }))
    const remove = new DeleteObjectsCommand({ Bucket: "photos", Delete: { Objects: keys.map((Key) => ({ Key })) } })
    const { Deleted, Errors } = await worker.send(remove)
    expect(Deleted?.map(({ Key }) => Key)).toEqual(keys.slice(0, 2))
    expect(Errors).toMatchObject([{ Key: "original", Code: "AccessDenied" }])
    const { Contents } = await owner.send(new ListObjectsV2Command({ Bucket: "photos" }))
    expect(Contents?.map(({ Key }) => Key)).toEqual(["original"])
  })

  it("looks at headers and parameters by their keys", async () => {
    const condition = (test: string, variable: string, value: string) => ({
      conditions: [{ test, variable, values: [value] }],
    })
    const { worker } = await start(
      { ...allow(["s3:ListBucket"], BUCKET), ...condition("NumericLessThanEquals", "s3:max-keys", "10") },
      { ...allow(["s3:PutObject"], `${BUCKET}/*`), ...condition("StringEquals", "s3:x-amz-storage-class", "STANDARD") },
    )
    const list = (MaxKeys?: number) => worker.send(new ListObjectsV2Command({ Bucket: "photos", MaxKeys }))
    await list(10)
    await expect(list(11)).rejects.toMatchObject({ name: "AccessDenied" })
    await expect(list()).rejects.toMatchObject({ name: "AccessDenied" })
    await worker.send(new PutObjectCommand({ ...object("a"), StorageClass: "STANDARD" }))
    await expect(worker.send(new PutObjectCommand(object("a")))).rejects.toMatchObject({ name: "AccessDenied" })
  })

  it("does not let a function in whom the bucket's own policy denies, and lets in whom it allows", async () => {
    const principals = [{ type: "*", identifiers: ["*"] }]
    const statement = (effect: string, key: string) => ({
      effect,
      principals,
      actions: ["s3:PutObject"],
      resources: [`${BUCKET}/${key}`],
    })
    const policies = resourcePolicies({
      buckets: [
        {
          id: "Photos",
          arn: BUCKET,
          policy: { statements: [statement("Deny", "closed"), statement("Allow", "open")] },
        },
      ],
    })
    const { worker, denials } = await startWith({ policies }, allow(["s3:PutObject"], `${BUCKET}/closed`))
    await worker.send(new PutObjectCommand({ ...object("open"), Body: "a" }))
    await expect(worker.send(new PutObjectCommand({ ...object("closed"), Body: "a" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("with an explicit deny in a resource-based policy") as string,
    })
    expect(denials).toEqual([{ functionId: "Worker", action: "s3:PutObject", resource: `${BUCKET}/closed` }])
  })

  it("knows the permissions of uploads in parts and of tags", async () => {
    const { worker, denials } = await start()
    const calls = [
      worker.send(new CreateMultipartUploadCommand(object("a"))),
      worker.send(new GetObjectTaggingCommand(object("a"))),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: "AccessDenied" })
    expect(denials.map(({ action }) => action)).toEqual(["s3:PutObject", "s3:GetObjectTagging"])
  })
})

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:work"
const TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/T"
const BUS = "arn:aws:events:us-east-1:000000000000:event-bus"
const TOPIC = "arn:aws:sns:us-east-1:000000000000:news"
const url = "http://localhost/000000000000/work"
const entry = (Source: string, EventBusName?: string) => ({ Source, DetailType: "T", Detail: "{}", EventBusName })
type Client = Awaited<ReturnType<typeof start>>["client"]

const image = await sharp({ create: { width: 80, height: 80, channels: 3, background: "red" } })
  .jpeg()
  .toBuffer()

const calls: [string, (client: Client) => Promise<unknown>, string[], string, string][] = [
  [
    "SQS's batches as the single action",
    (client) => new SQSClient(client).send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] })),
    ["sqs:SendMessage"],
    QUEUE,
    "AccessDeniedException",
  ],
  [
    "SQS's receiving",
    (client) => new SQSClient(client).send(new ReceiveMessageCommand({ QueueUrl: url })),
    ["sqs:ReceiveMessage"],
    QUEUE,
    "AccessDeniedException",
  ],
  [
    "DynamoDB's indexes",
    (client) => new DynamoDBClient(client).send(new QueryCommand({ TableName: "T", IndexName: "byOwner" })),
    ["dynamodb:Query"],
    `${TABLE}/index/byOwner`,
    "AccessDeniedException",
  ],
  [
    "DynamoDB's batches",
    (client) => new DynamoDBClient(client).send(new BatchWriteItemCommand({ RequestItems: { T: [] } })),
    ["dynamodb:BatchWriteItem"],
    TABLE,
    "AccessDeniedException",
  ],
  [
    "EventBridge's default bus",
    (client) => new EventBridgeClient(client).send(new PutEventsCommand({ Entries: [entry("a")] })),
    ["events:PutEvents"],
    `${BUS}/default`,
    "AccessDeniedException",
  ],
  [
    "SNS",
    (client) => new SNSClient(client).send(new PublishCommand({ TopicArn: TOPIC, Message: "m" })),
    ["sns:Publish"],
    TOPIC,
    "AuthorizationErrorException",
  ],
  [
    "Rekognition",
    (client) => new RekognitionClient(client).send(new DetectLabelsCommand({ Image: { Bytes: image } })),
    ["rekognition:DetectLabels"],
    "*",
    "AccessDeniedException",
  ],
]

it.each(calls)("allows and denies %s", async (_, call, actions, resource, name) => {
  await call((await start(allow(actions, resource))).client)
  const { client, denials } = await start(allow(actions, `${resource}-other`))
  await expect(call(client)).rejects.toMatchObject({ name })
  expect(denials).toEqual([{ functionId: "Worker", action: actions[0], resource }])
})

it("has Rekognition read an object in its caller's name", async () => {
  const detect = new DetectLabelsCommand({ Image: { S3Object: { Bucket: "photos", Name: "a.jpg" } } })
  const grant = allow(["rekognition:DetectLabels"], "*")
  const full = await start(grant, allow(["s3:GetObject"], `${BUCKET}/*`))
  const half = await start(grant)
  for (const { owner } of [full, half]) await owner.send(new PutObjectCommand({ ...object("a.jpg"), Body: image }))
  expect(await new RekognitionClient(full.client).send(detect)).toMatchObject({ Labels: [] })
  await expect(new RekognitionClient(half.client).send(detect)).rejects.toThrow("Unable to get object metadata")
  expect(half.denials).toEqual([{ functionId: "Worker", action: "s3:GetObject", resource: `${BUCKET}/a.jpg` }])
})

it("takes SNS's batches as publishing", async () => {
  const { client, denials } = await start()
  const batch = new PublishBatchCommand({ TopicArn: TOPIC, PublishBatchRequestEntries: [{ Id: "1", Message: "m" }] })
  await expect(new SNSClient(client).send(batch)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
  expect(denials[0]?.action).toBe("sns:Publish")
})

it("lets a function at the items alone that a condition names", async () => {
  const conditions = [{ test: "ForAllValues:StringEquals", variable: "dynamodb:LeadingKeys", values: ["ada"] }]
  const { client } = await start({ ...allow(["dynamodb:GetItem"], TABLE), conditions })
  const get = (owner: string) =>
    new DynamoDBClient(client).send(new GetItemCommand({ TableName: "T", Key: { owner: { S: owner } } }))
  await get("ada")
  await expect(get("bob")).rejects.toMatchObject({ name: "AccessDeniedException" })
})

it("looks at what subscribes to a topic", async () => {
  const conditions = [{ test: "StringEquals", variable: "sns:Protocol", values: ["email"] }]
  const { client } = await start({ ...allow(["sns:Subscribe"], TOPIC), conditions })
  const subscribe = (Protocol: string) =>
    new SNSClient(client).send(new SubscribeCommand({ TopicArn: TOPIC, Protocol, Endpoint: "ada@example.com" }))
  await subscribe("email")
  await expect(subscribe("sms")).rejects.toThrow("sns:Subscribe")
})

it("judges each entry of PutEvents by its source, type and bus", async () => {
  const conditions = [{ test: "StringEquals", variable: "events:source", values: ["mine"] }]
  const { client } = await start({ ...allow(["events:PutEvents"], `${BUS}/Events`), conditions })
  const put = (...Entries: ReturnType<typeof entry>[]) =>
    new EventBridgeClient(client).send(new PutEventsCommand({ Entries }))
  await put(entry("mine", "Events"), entry("mine", `${BUS}/Events`))
  await expect(put(entry("mine", "Events"), entry("other", "Events"))).rejects.toThrow("events:PutEvents")
  await expect(put(entry("mine", "Events"), entry("mine"))).rejects.toThrow(`${BUS}/default`)
})

it("leaves to S3 what browsers send unsigned, and nothing else", async () => {
  const { client } = await start()
  const bucket = `${client.endpoint}/photos`
  const headers = { origin: "http://localhost", "access-control-request-method": "PUT" }
  for (const unsigned of [
    { method: "OPTIONS", headers },
    { method: "POST", body: new FormData() },
  ])
    expect(await (await fetch(bucket, unsigned)).text()).toContain("<Error><Code>")
  for (const method of ["GET", "PUT", "DELETE"]) expect((await fetch(`${bucket}/a`, { method })).status).toBe(501)
})

it("denies functions what it cannot map to a permission, naming it", async () => {
  const { client } = await start(allow(["*"], "*"))
  await expect(new EventBridgeClient(client).send(new CreateEventBusCommand({ Name: "b" }))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: "The offline engine knows no permission for events:CreateEventBus: functions may not call it",
  })
})
