import { GetObjectCommand, GetObjectTaggingCommand } from "@aws-sdk/client-s3"
import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { S3Error } from "./errors.ts"
import { postForm, presignedPost } from "./testing-post.ts"
import { BUCKET, startS3 } from "./testing.ts"

const key = "uploads/a.jpg"

const errorOf = (body: string) => ({
  code: /<Code>(.*?)<\/Code>/.exec(body)?.[1],
  message: /<Message>(.*?)<\/Message>/.exec(body)?.[1]?.replaceAll("&quot;", '"'),
})

it("stores what a browser posts, with its headers, metadata and tags, and emits the event", async () => {
  const harness = await startS3()
  const fields = {
    "Content-Type": "image/jpeg",
    "Cache-Control": "max-age=60",
    "x-amz-meta-owner": "anna",
    tagging: "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>",
  }
  const { status, headers, body } = await postForm(harness, presignedPost({ key, fields }), "hello")
  expect({ status, body, etag: headers.etag }).toEqual({
    status: 204,
    body: "",
    etag: '"5d41402abc4b2a76b9719d911017c592"',
  })
  expect(headers.location).toBe(`http://${new URL(harness.url).host}/${BUCKET}/uploads%2Fa.jpg`)
  const got = await harness.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
  expect(await got.Body?.transformToString()).toBe("hello")
  expect(got).toMatchObject({ ContentType: "image/jpeg", CacheControl: "max-age=60", Metadata: { owner: "anna" } })
  const { TagSet } = await harness.client.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: key }))
  expect(TagSet).toEqual([{ Key: "a", Value: "1" }])
  expect(harness.events).toMatchObject([
    { type: "Object Created", detail: { reason: "POST Object", object: { key, size: 5 } } },
  ])
})

it.each(["uploads/two words + plus.jpg", "uploads/ßü/🌅 dawn.jpg", 'uploads/"quoted" & <b>.jpg'])(
  "takes the key %s as it is",
  async (key) => {
    const harness = await startS3()
    const { status } = await postForm(harness, presignedPost({ key }), "x")
    expect([status, harness.events[0]?.detail.object.key]).toEqual([204, key])
  },
)

it.each([
  ["🌅 my photo.jpg", "up/🌅 my photo.jpg"],
  ["C:\\photos\\b.jpg", "up/b.jpg"],
  ["../../c$&.jpg", "up/c$&.jpg"],
])("puts the file name %s into the key", async (fileName, expected) => {
  const harness = await startS3()
  const { status } = await postForm(harness, presignedPost({ key: "up/${filename}" }), "x", { fileName })
  expect([status, harness.events[0]?.detail.object.key]).toEqual([204, expected])
})

it("keeps to the size that the policy allows, to the byte", async () => {
  const harness = await startS3()
  const fields = presignedPost({ key, conditions: [["content-length-range", 10, 1000]] })
  const post = async (size: number) => postForm(harness, fields, Buffer.alloc(size))
  expect((await post(1001)).body).toContain("<Code>EntityTooLarge</Code>")
  expect((await post(1001)).body).toContain("<MaxSizeAllowed>1000</MaxSizeAllowed>")
  expect((await post(9)).body).toContain("<ProposedSize>9</ProposedSize><MinSizeAllowed>10</MinSizeAllowed>")
  expect((await post(9)).body).toContain("<Code>EntityTooSmall</Code>")
  expect(harness.events).toEqual([])
  expect([(await post(10)).status, (await post(1000)).status]).toEqual([204, 204])
})

it.each([
  ["another key", { key: "other" }, 'Policy Condition failed: ["eq", "$key", "uploads/a.jpg"]'],
  [
    "another content type",
    { "Content-Type": "text/html" },
    'Policy Condition failed: ["starts-with", "$Content-Type", "image/"]',
  ],
  ["other metadata", { "x-amz-meta-owner": "eve" }, 'Policy Condition failed: ["eq", "$x-amz-meta-owner", "anna"]'],
  ["a field that no condition names", { "x-amz-meta-extra": "1" }, "Extra input fields: x-amz-meta-extra"],
])("refuses %s", async (_, changed, why) => {
  const harness = await startS3()
  const signed = presignedPost({
    key,
    fields: { "x-amz-meta-owner": "anna" },
    conditions: [["starts-with", "$Content-Type", "image/"]],
  })
  const response = await postForm(harness, { "Content-Type": "image/png", ...signed, ...changed }, "x")
  expect(response.status).toBe(403)
  expect(errorOf(response.body)).toEqual({ code: "AccessDenied", message: `Invalid according to Policy: ${why}` })
  expect(harness.events).toEqual([])
})

it("refuses a form that lacks a field of the policy, and one for another bucket", async () => {
  const harness = await startS3()
  const { "X-Amz-Date": _, ...undated }: Record<string, string> = presignedPost({ key })
  expect(errorOf((await postForm(harness, undated, "x")).body).code).toBe("InvalidArgument")
  const elsewhere = presignedPost({ key, conditions: [{ bucket: "other" }] })
  expect(errorOf((await postForm(harness, elsewhere, "x")).body).message).toContain('["eq", "$bucket", "other"]')
})

it("lets fields that begin with x-ignore- through", async () => {
  const harness = await startS3()
  expect((await postForm(harness, { ...presignedPost({ key }), "x-ignore-submit": "Send" }, "x")).status).toBe(204)
})

it("refuses a policy after its time, by the engine's clock", async () => {
  const clock = manualClock()
  const harness = await startS3({ clock })
  const fields = presignedPost({ key, now: clock.now(), expires: 60 })
  clock.advance(60_000)
  expect((await postForm(harness, fields, "x")).status).toBe(204)
  clock.advance(1)
  const { status, body } = await postForm(harness, fields, "x")
  expect([status, errorOf(body).message]).toEqual([403, "Invalid according to Policy: Policy expired."])
})

it("refuses a tampered signature or policy, and a form without one", async () => {
  const harness = await startS3()
  const fields = presignedPost({ key })
  const others = presignedPost({ key: "other" })
  const tampered = {
    ...fields,
    "X-Amz-Signature": fields["X-Amz-Signature"].replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
  }
  for (const form of [tampered, { ...fields, Policy: others.Policy }]) {
    const { status, body } = await postForm(harness, form, "x")
    expect([status, errorOf(body).code]).toEqual([403, "SignatureDoesNotMatch"])
  }
  const { status, body } = await postForm(harness, { key }, "x")
  expect([status, errorOf(body)]).toEqual([403, { code: "AccessDenied", message: "Access Denied" }])
})

it("asks whether the signer may, and stores nothing where not", async () => {
  const asked: unknown[] = []
  const harness = await startS3({
    authorize(...call) {
      asked.push(call)
      throw new S3Error("AccessDenied", "Access Denied", 403)
    },
  })
  expect((await postForm(harness, presignedPost({ key }), "x")).status).toBe(403)
  expect(asked).toEqual([["AKIALOCAL", { action: "s3:PutObject", resource: `arn:aws:s3:::${BUCKET}/${key}` }]])
  expect(harness.events).toEqual([])
})

it("answers as the form asks", async () => {
  const harness = await startS3()
  const post = (fields: Record<string, string>) => postForm(harness, presignedPost({ key, fields }), "hello")
  expect(await post({ success_action_status: "200" })).toMatchObject({ status: 200, body: "" })
  expect(await post({ success_action_status: "418" })).toMatchObject({ status: 204, body: "" })
  const created = await post({ success_action_status: "201" })
  expect(created.status).toBe(201)
  expect(created.body).toContain(`<Bucket>${BUCKET}</Bucket><Key>${key}</Key><ETag>&quot;5d4`)
  const redirected = await post({ success_action_redirect: "https://app.example/done?a=1" })
  expect(redirected).toMatchObject({
    status: 303,
    headers: {
      location: `https://app.example/done?a=1&bucket=${BUCKET}&key=uploads%2Fa.jpg&etag=%225d41402abc4b2a76b9719d911017c592%22`,
    },
  })
})

it("verifies the checksum that a form declares", async () => {
  const harness = await startS3()
  const sha256 = createHash("sha256").update("hello").digest("base64")
  const fields = presignedPost({ key, fields: { "x-amz-checksum-sha256": sha256 } })
  expect((await postForm(harness, fields, "hallo")).body).toContain("<Code>BadDigest</Code>")
  expect(await postForm(harness, fields, "hello")).toMatchObject({
    status: 204,
    headers: { "x-amz-checksum-sha256": sha256 },
  })
})

it("streams 20 MB to disk, and of what it refuses leaves nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const harness = await startS3({ folder })
  // Boundary-like bytes inside the file are part of it.
  const file = Buffer.concat([randomBytes(20_000_000), Buffer.from("\r\n------x\r\n--\r\n-")])
  const limit = (maximum: number) => presignedPost({ key, conditions: [["content-length-range", 0, maximum]] })
  const refused = await postForm(harness, limit(file.length - 1), file)
  expect(errorOf(refused.body).code).toBe("EntityTooLarge")
  expect(readdirSync(folder)).toEqual([])
  expect((await postForm(harness, limit(file.length), file)).status).toBe(204)
  const stored = await harness.service.getObject(BUCKET, key)
  expect(stored?.body.equals(file)).toBe(true)
})

it.each([
  ["no form", "text/plain", "x", 412, "PreconditionFailed"],
  ["a form that breaks off", "multipart/form-data; boundary=b", "--b\r\nContent-Dis", 400, "MalformedPOSTRequest"],
  [
    "a file that breaks off",
    "multipart/form-data; boundary=b",
    '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx',
    400,
    "InvalidArgument",
  ],
  [
    "a part without a name",
    "multipart/form-data; boundary=b",
    "--b\r\nA: b\r\n\r\nx\r\n--b--\r\n",
    400,
    "MalformedPOSTRequest",
  ],
  [
    "no file",
    "multipart/form-data; boundary=b",
    '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nx\r\n--b--\r\n',
    400,
    "InvalidArgument",
  ],
  [
    "fields that are too long",
    "multipart/form-data; boundary=b",
    `--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n${"x".repeat(21_000)}`,
    400,
    "MaxPostPreDataLengthExceededError",
  ],
])("refuses %s", async (_, type, body, status, code) => {
  const { raw } = await startS3()
  const headers = { "content-type": type, "content-length": String(Buffer.byteLength(body)) }
  const response = await raw("POST", `/${BUCKET}`, { body, headers, anonymous: true })
  expect([response.status, errorOf(response.body).code]).toEqual([status, code])
})

it("refuses a file that breaks off, though all fields are right", async () => {
  const { raw, events } = await startS3()
  const parts = Object.entries(presignedPost({ key })).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const body = `${parts.join("")}--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf a fi`
  const headers = { "content-type": 'multipart/form-data; boundary="b"', "content-length": String(body.length) }
  const response = await raw("POST", `/${BUCKET}`, { body, headers, anonymous: true })
  expect(errorOf(response.body).code).toBe("MalformedPOSTRequest")
  expect(events).toEqual([])
})
