import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import type { S3Client } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { BUCKET, startS3 } from "./testing.ts"
import type { Harness, HarnessOptions } from "./testing.ts"

type SignedRequest = { path: string; query: Record<string, string> }

/** What @aws-sdk/s3-request-presigner does: takes the request before it is signed, and signs it in the query. */
async function presign(
  client: S3Client,
  command: GetObjectCommand | PutObjectCommand,
  expiresIn = 60,
): Promise<string> {
  let request: unknown
  const copy = new (command.constructor as typeof PutObjectCommand)(command.input)
  copy.middlewareStack.add(
    () => async (args) => ((request = args.request), { output: { $metadata: {} }, response: {} }),
    { step: "build", priority: "low" },
  )
  await client.send(copy)
  const signer = (await client.config.signer({} as never)) as unknown as {
    presign(request: unknown, options: object): Promise<SignedRequest>
  }
  const { path, query } = await signer.presign(request, { expiresIn })
  return `${path}?${new URLSearchParams(query).toString().replaceAll("+", "%20")}`
}

const now = () => manualClock(Date.now())
const target = { Bucket: BUCKET, Key: "a b+c/ü.jpg" }

async function startWithObject(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await startS3(options)
  await harness.client.send(new PutObjectCommand({ ...target, Body: "hello" }))
  return harness
}

it("serves a presigned GET with its overrides", async () => {
  const { client, raw } = await startWithObject()
  const url = await presign(client, new GetObjectCommand({ ...target, ResponseContentType: "text/x" }))
  expect(url).toContain("X-Amz-Signature")
  const { status, headers, body } = await raw("GET", url)
  expect({ status, body, type: headers["content-type"] }).toEqual({ status: 200, body: "hello", type: "text/x" })
})

it("refuses a presigned URL after its time", async () => {
  const clock = now()
  const { client, raw } = await startWithObject({ clock })
  const url = await presign(client, new GetObjectCommand(target), 60)
  clock.advance(58_000)
  expect((await raw("GET", url)).status).toBe(200)
  clock.advance(4_000)
  const { status, body } = await raw("GET", url)
  expect(status).toBe(403)
  expect(body).toContain(
    "<Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires>",
  )
})

it("takes a presigned PUT, with the metadata in its query", async () => {
  const { client, raw } = await startS3()
  const quiet = client.config.requestChecksumCalculation
  client.config.requestChecksumCalculation = () => Promise.resolve("WHEN_REQUIRED")
  const url = await presign(client, new PutObjectCommand({ ...target, Metadata: { owner: "anna" } }))
  client.config.requestChecksumCalculation = quiet
  const put = await raw("PUT", url, { body: "hello", headers: { "content-length": "5", "content-type": "image/jpeg" } })
  expect(put.status).toBe(200)
  const got = await client.send(new GetObjectCommand(target))
  expect(got).toMatchObject({ Metadata: { owner: "anna" }, ContentType: "image/jpeg" })
})

/** The well-known trap: the SDK signs the checksum of an empty body unless it is told WHEN_REQUIRED. */
it("refuses a body that does not match the checksum in the URL", async () => {
  const { client, raw } = await startS3()
  const url = await presign(client, new PutObjectCommand(target))
  const { body } = await raw("PUT", url, { body: "hello", headers: { "content-length": "5" } })
  expect(body).toContain("<Code>BadDigest</Code>")
})

it("refuses a presigned URL without a readable date or time", async () => {
  const { raw } = await startS3()
  const query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=local/20260101/us-east-1/s3/aws4_request"
  for (const rest of ["", "&X-Amz-Date=today&X-Amz-Expires=1", "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=604801"]) {
    expect((await raw("GET", `/${BUCKET}/a?${query}${rest}`)).body).toContain(
      "<Code>AuthorizationQueryParametersError</Code>",
    )
  }
})
