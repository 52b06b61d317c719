import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb"
import {
  CopyObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3"
import { ListTopicsCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import { Readable } from "node:stream"
import { expect, it, onTestFinished } from "vitest"
import { systemClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { dynamoDbService } from "../dynamodb/dynamodb.ts"
import { startGateway } from "../gateway.ts"
import { s3Service } from "../s3/s3.ts"
import { snsService } from "../sns/sns.ts"
import { sqsService } from "../sqs/sqs.ts"
import { signatureVerifier } from "./verify.ts"

const accountId = "000000000000"
const target = { Bucket: "photos", Key: "a b+c/ü (1)*'!.jpg" }

async function start({ accessKeyId = "local", secretAccessKey = "local" } = {}) {
  const context = { clock: systemClock, store: openStore(), region: "us-east-1", accountId }
  const queue = { name: "work", arn: `arn:aws:sqs:us-east-1:${accountId}:work`, visibilityTimeout: 30 }
  const topic = { name: "news", arn: `arn:aws:sns:us-east-1:${accountId}:news` }
  const services = [
    s3Service({ buckets: [{ name: "photos", eventBridge: false }], emit: () => {} }, context),
    sqsService({ queues: [{ ...queue, retention: 600, delay: 0, receiveWait: 0 }] }, context),
    snsService({ topics: [topic], subscriptions: [], deliver: async () => {} }, context),
    await dynamoDbService({ tables: [] }, context),
  ]
  const verify = signatureVerifier((key) => (["local", "Thumbnail"].includes(key) ? ["other", "local"] : undefined))
  const gateway = await startGateway({
    port: 0,
    services,
    guard: async (service, request) => service.handle(await verify(service.name, request)),
  })
  onTestFinished(async () => {
    await gateway.close()
    for (const service of services) await service.close()
  })
  const credentials = { accessKeyId, secretAccessKey }
  const client = { endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 }
  const s3 = new S3Client({ ...client, forcePathStyle: true })
  return {
    url: gateway.url,
    s3,
    calls: {
      s3: () => s3.send(new PutObjectCommand({ ...target, Body: "hello" })),
      sqs: () =>
        new SQSClient(client).send(new SendMessageCommand({ QueueUrl: `${gateway.url}/0/work`, MessageBody: "hü" })),
      sns: () => new SNSClient(client).send(new PublishCommand({ TopicArn: topic.arn, Message: "a & b = ü" })),
      dynamodb: () => new DynamoDBClient(client).send(new ListTablesCommand({})),
      topics: () => new SNSClient(client).send(new ListTopicsCommand({})),
    },
  }
}

/** A presigned GET's URL, as @aws-sdk/s3-request-presigner makes it. */
async function presign({ s3, url }: Awaited<ReturnType<typeof start>>): Promise<string> {
  const signer = (await s3.config.signer({} as never)) as unknown as {
    presign(request: object, options: object): Promise<{ path: string; query: Record<string, string> }>
  }
  const { hostname, port, protocol, host } = new URL(url)
  const path = `/photos/${target.Key.split("/").map(escape).join("/")}`
  const headers = { host, "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" }
  const request = {
    method: "GET",
    protocol,
    hostname,
    port: Number(port),
    path,
    query: { "x-id": "GetObject" },
    headers,
  }
  const signed = await signer.presign(request, { expiresIn: 60 })
  return `${url}${signed.path}?${new URLSearchParams(signed.query).toString().replaceAll("+", "%20")}`
}

const escape = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)

it.each(["local", "Thumbnail"])("takes what %s signs, for every protocol", async (accessKeyId) => {
  const { calls } = await start({ accessKeyId })
  for (const call of Object.values(calls)) expect((await call()).$metadata.httpStatusCode).toBe(200)
})

it("takes streams, copies, listings and bodies with chunks", async () => {
  const { s3 } = await start()
  const Body = Readable.from([Buffer.alloc(100_000, 1), Buffer.alloc(50_000, 2)])
  await s3.send(new PutObjectCommand({ ...target, Body, ContentLength: 150_000, Metadata: { a: "x   y " } }))
  const CopySource = `${target.Bucket}/${encodeURIComponent(target.Key)}`
  await s3.send(new CopyObjectCommand({ Bucket: "photos", Key: "copy", CopySource }))
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "photos", Prefix: "a b+", Delimiter: "|" }))
  expect(Contents?.map(({ Size }) => Size)).toEqual([150_000])
  const { Body: read } = await s3.send(new GetObjectCommand({ ...target, Range: "bytes=0-9" }))
  expect(await read?.transformToByteArray()).toHaveLength(10)
})

it.each([
  ["s3", "SignatureDoesNotMatch", 403],
  ["sns", "SignatureDoesNotMatch", 403],
  ["sqs", "InvalidSignatureException", 400],
  ["dynamodb", "InvalidSignatureException", 400],
] as const)("refuses another secret in %s's form", async (service, name, httpStatusCode) => {
  const { calls } = await start({ secretAccessKey: "guessed" })
  await expect(calls[service]()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
})

it.each([
  ["s3", "InvalidAccessKeyId", 403],
  ["sns", "InvalidClientTokenId", 403],
  ["sqs", "UnrecognizedClientException", 400],
  ["dynamodb", "UnrecognizedClientException", 400],
] as const)("refuses an unknown access key in %s's form", async (service, name, httpStatusCode) => {
  const { calls } = await start({ accessKeyId: "AKIAELSEWHERE" })
  await expect(calls[service]()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
})

it("serves a presigned GET, and refuses it with anything changed", async () => {
  const app = await start()
  await app.calls.s3()
  const url = await presign(app)
  expect(await (await fetch(url)).text()).toBe("hello")
  for (const changed of [url.replace("Expires=60", "Expires=600"), url.replace(".jpg", ".png"), `${url}&versionId=1`]) {
    const response = await fetch(changed)
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("SignatureDoesNotMatch")])
  }
  expect((await fetch(url, { method: "DELETE" })).status).toBe(403)
  expect((await fetch(url, { headers: { "x-amz-copy-source": "photos/other" } })).status).toBe(403)
})

it("refuses a body that was changed after it was signed", async () => {
  const { url, calls } = await start()
  const sent: { headers: Record<string, string>; body: string }[] = []
  const client = new SQSClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  })
  client.middlewareStack.add((next) => async (args) => (sent.push(args.request as (typeof sent)[number]), next(args)), {
    step: "finalizeRequest",
    priority: "low",
  })
  await client.send(new SendMessageCommand({ QueueUrl: `${url}/0/work`, MessageBody: "ten" }))
  const [{ headers, body } = { headers: {}, body: "" }] = sent
  const again = (text: string) => {
    const { "content-length": _, host: __, ...kept } = headers
    return fetch(url, { method: "POST", headers: kept, body: text })
  }
  expect((await again(body)).status).toBe(200)
  expect((await again(body.replace("ten", "two"))).status).toBe(400)
  await calls.sqs()
})
