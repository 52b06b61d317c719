import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import { createHash } from "node:crypto"
import { Readable } from "node:stream"
import { crc32 } from "node:zlib"
import { expect, it } from "vitest"
import { createHasher } from "./checksums.ts"
import { BUCKET, startS3 } from "./testing.ts"

const MEGABYTE = 1024 * 1024

it.each([
  ["CRC32", "y/Q5Jg=="],
  ["CRC32C", "4waSgw=="],
  ["CRC64NVME", "rosUhgp5mIg="],
] as const)("computes the published check value of %s", (algorithm, expected) => {
  const hasher = createHasher(algorithm)
  for (const part of ["1234", "", "56789"]) hasher.update(Buffer.from(part))
  expect(hasher.digest().toString("base64")).toBe(expected)
})

it.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
  "verifies and keeps %s",
  async (ChecksumAlgorithm) => {
    const { client, raw } = await startS3()
    const put = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "hello", ChecksumAlgorithm }))
    const field = `Checksum${ChecksumAlgorithm}` as const
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a", ChecksumMode: "ENABLED" }))
    expect(head[field]).toBe(put[field])
    expect(put[field]).toBeDefined()
    expect(head.ChecksumType).toBe("FULL_OBJECT")
    expect((await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a" })))[field]).toBeUndefined()
    const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a", ChecksumMode: "ENABLED" }))
    expect(await got.Body?.transformToString()).toBe("hello")
    const header = `x-amz-checksum-${ChecksumAlgorithm.toLowerCase()}`
    const wrong = createHasher(ChecksumAlgorithm).digest().toString("base64")
    const refused = await raw("PUT", `/${BUCKET}/a`, {
      body: "other",
      headers: { "content-length": "5", [header]: wrong },
    })
    expect(refused.body).toContain("<Code>BadDigest</Code>")
    expect(
      (await raw("PUT", `/${BUCKET}/a`, { body: "x", headers: { "content-length": "1", [header]: "AA==" } })).body,
    ).toContain("<Code>InvalidRequest</Code>")
    expect((await raw("GET", `/${BUCKET}/a`)).body).toBe("hello")
  },
)

it("keeps a checksum of its own where the caller sends none", async () => {
  const { client, raw } = await startS3()
  await raw("PUT", `/${BUCKET}/a`, { body: "123456789", headers: { "content-length": "9" } })
  const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a", ChecksumMode: "ENABLED" }))
  expect(head.ChecksumCRC64NVME).toBe("rosUhgp5mIg=")
})

it("sends no checksum with a range", async () => {
  const { client } = await startS3()
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "hello" }))
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a", Range: "bytes=0-1" }))
  expect(got.ChecksumCRC32).toBeUndefined()
  expect(await got.Body?.transformToString()).toBe("he")
})

it("verifies Content-MD5 and the signed SHA-256", async () => {
  const { raw } = await startS3()
  const put = (headers: Record<string, string>) =>
    raw("PUT", `/${BUCKET}/a`, { body: "hello", headers: { "content-length": "5", ...headers } })
  expect((await put({ "content-md5": createHash("md5").update("hello").digest("base64") })).status).toBe(200)
  expect((await put({ "content-md5": createHash("md5").update("hullo").digest("base64") })).body).toContain(
    "<Code>BadDigest</Code>",
  )
  expect((await put({ "content-md5": "nonsense" })).body).toContain("<Code>InvalidDigest</Code>")
  expect((await put({ "x-amz-content-sha256": "0".repeat(64) })).body).toContain(
    "<Code>XAmzContentSHA256Mismatch</Code>",
  )
})

it("takes a stream of 20 MB in chunks with a trailing checksum", async () => {
  const { client } = await startS3()
  const body = Readable.from(
    Array.from({ length: 20 }, (_, index) => Buffer.alloc(MEGABYTE, index)),
    { objectMode: false },
  )
  const put = await client.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: "a",
      Body: body,
      ContentLength: 20 * MEGABYTE,
      ContentEncoding: "gzip",
    }),
  )
  expect(put.ChecksumCRC32).toBeDefined()
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }))
  expect(got).toMatchObject({ ContentLength: 20 * MEGABYTE, ContentEncoding: "gzip", ChecksumCRC32: put.ChecksumCRC32 })
  const bytes = (await got.Body?.transformToByteArray()) ?? []
  expect([0, MEGABYTE, 20 * MEGABYTE - 1].map((index) => bytes[index])).toEqual([0, 1, 19])
})

const SIGNATURE = ";chunk-signature=" + "0".repeat(64)

function chunked(texts: readonly string[], options: { signature?: string; trailer?: string } = {}): string {
  const { signature = "", trailer = "" } = options
  return (
    [...texts, ""].map((text) => `${text.length.toString(16)}${signature}\r\n${text}${text ? "\r\n" : ""}`).join("") +
    `${trailer}\r\n`
  )
}

function chunkedHeaders(kind: string, size: number, trailer?: string): Record<string, string> {
  return {
    "content-encoding": "aws-chunked",
    "x-amz-content-sha256": `STREAMING-${kind}`,
    "x-amz-decoded-content-length": String(size),
    ...(trailer ? { "x-amz-trailer": trailer } : {}),
  }
}

function crc(text: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return bytes.toString("base64")
}

it("decodes signed chunks, with and without trailers", async () => {
  const { raw } = await startS3()
  const texts = ["hello ", "x".repeat(70_000), "!"]
  const size = texts.join("").length
  const plain = await raw("PUT", `/${BUCKET}/a`, {
    headers: chunkedHeaders("AWS4-HMAC-SHA256-PAYLOAD", size),
    body: chunked(texts, { signature: SIGNATURE }),
  })
  expect(plain.status).toBe(200)
  expect(await raw("GET", `/${BUCKET}/a`)).toMatchObject({ body: texts.join("") })
  const trailer = `x-amz-checksum-crc32:${crc(texts.join(""))}\r\nx-amz-trailer-signature:${"0".repeat(64)}\r\n`
  const signed = await raw("PUT", `/${BUCKET}/b`, {
    headers: chunkedHeaders("AWS4-HMAC-SHA256-PAYLOAD-TRAILER", size, "x-amz-checksum-crc32"),
    body: chunked(texts, { signature: SIGNATURE, trailer }),
  })
  expect(signed.status).toBe(200)
  const { headers } = await raw("GET", `/${BUCKET}/b`)
  expect(headers["content-encoding"]).toBeUndefined()
})

it.each([
  [
    "a wrong trailing checksum",
    "BadDigest",
    chunked(["hello"], { trailer: `x-amz-checksum-crc32:${crc("other")}\r\n` }),
    5,
  ],
  ["a missing trailer", "MalformedTrailerError", chunked(["hello"]), 5],
  [
    "fewer bytes than declared",
    "IncompleteBody",
    chunked(["hello"], { trailer: `x-amz-checksum-crc32:${crc("hello")}\r\n` }),
    6,
  ],
  ["an end in the middle of a chunk", "IncompleteBody", "5\r\nhel", 5],
  ["a chunk size that is none", "InvalidRequest", "five\r\nhello\r\n0\r\n\r\n".padEnd(200_000), 5],
])("refuses %s, and stores nothing", async (_, code, body, size) => {
  const { raw } = await startS3()
  const headers = chunkedHeaders("UNSIGNED-PAYLOAD-TRAILER", size, "x-amz-checksum-crc32")
  const response = await raw("PUT", `/${BUCKET}/a`, { headers, body })
  expect(response.body).toContain(`<Code>${code}</Code>`)
  expect((await raw("GET", `/${BUCKET}/a`)).status).toBe(404)
})

it("insists on a length, as S3 does", async () => {
  const { raw } = await startS3()
  const withoutLength = await raw("PUT", `/${BUCKET}/a`, { headers: { "transfer-encoding": "chunked" }, body: "hello" })
  expect(withoutLength.body).toContain("<Header>Transfer-Encoding</Header>")
  const headers = { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" }
  expect((await raw("PUT", `/${BUCKET}/a`, { headers, body: chunked(["a"]) })).body).toContain(
    "<Code>MissingContentLength</Code>",
  )
})
