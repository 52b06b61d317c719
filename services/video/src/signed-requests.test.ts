import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { type Embedded, startBuckets } from "@darkroom/local/embedded"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { START_SECONDS } from "./decode-limits.ts"
import { OriginalGone } from "./errors.ts"
import { SIGNER, signedOriginal, signedUpload } from "./sign-requests.ts"
import { putSigned, signedSource } from "./signed-requests.ts"

let buckets: Embedded
let s3: S3Client
beforeAll(async () => {
  buckets = await startBuckets(["photos", "output"])
  s3 = new S3Client({ ...buckets.client, ...SIGNER })
})
afterAll(async () => {
  s3.destroy()
  await buckets.close()
})

const content = Buffer.from("0123456789")

/** An original, and a request for it that is signed. */
async function original(Key: string) {
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket: "photos", Key, Body: content }))
  const video = { bucket: "photos", key: Key, etag: ETag!.replaceAll('"', "") }
  return signedOriginal(video, { container: "mp4", bytes: content.length }, 60, s3)
}

describe("a signed original", () => {
  it("is read in ranges, by whoever has it", async () => {
    const source = signedSource(await original("private/ada/uploads/a film, 100%.mp4"))
    expect(source.size).toBe(10)
    expect(Buffer.from(await source.read(2, 4)).toString()).toBe("234")
    expect(Buffer.from(await source.read(8, 9)).toString()).toBe("89")
  })

  it("ends when the function that has it must have ended", async () => {
    const { url } = await original("private/ada/uploads/film.mp4")
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe(String(60 + START_SECONDS))
  })

  it("is no permission for another key, another method, or a list", async () => {
    const signed = await original("private/ada/uploads/film.mp4")
    await original("private/bob/uploads/film.mp4")
    const other = signed.url.replace("/ada/", "/bob/")
    await expect(signedSource({ ...signed, url: other }).read(0, 1)).rejects.toThrow(/403 SignatureDoesNotMatch/)
    const list = `${new URL(signed.url).origin}/photos${new URL(signed.url).search}`
    await expect(signedSource({ ...signed, url: list }).read(0, 1)).rejects.toThrow(/403 SignatureDoesNotMatch/)
    const deletion = await fetch(signed.url, { method: "DELETE", headers: signed.headers })
    expect(deletion.status).toBe(403)
  })

  it("is no permission for what replaces it", async () => {
    const signed = await original("private/ada/uploads/film.mp4")
    await s3.send(new PutObjectCommand({ Bucket: "photos", Key: "private/ada/uploads/film.mp4", Body: "another one" }))
    await expect(signedSource(signed).read(0, 1)).rejects.toThrow(OriginalGone)
    await expect(signedSource({ ...signed, headers: {} }).read(0, 1)).rejects.toThrow(/403 SignatureDoesNotMatch/)
  })

  it("is gone where it is deleted", async () => {
    const signed = await original("private/ada/uploads/film.mp4")
    await s3.send(new DeleteObjectCommand({ Bucket: "photos", Key: "private/ada/uploads/film.mp4" }))
    await expect(signedSource(signed).read(0, 1)).rejects.toThrow(OriginalGone)
  })
})

describe("a signed upload", () => {
  const file = { bytes: content.length, content: () => new Blob([content]).stream() }
  const upload = () => signedUpload({ bucket: "output", key: "copies/one.mp4", contentType: "video/mp4" }, 60, s3)

  it("stores one object of that type, as often as it is made", async () => {
    const signed = await upload()
    await putSigned(signed, file)
    await putSigned(signed, file)
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: "output", Key: "copies/one.mp4" }))
    expect([await Body!.transformToString(), ContentType]).toEqual(["0123456789", "video/mp4"])
  })

  it("is no permission for another key or type, or to read", async () => {
    const signed = await upload()
    const refused = /403 SignatureDoesNotMatch/
    await expect(putSigned({ ...signed, url: signed.url.replace("one", "two") }, file)).rejects.toThrow(refused)
    await expect(putSigned({ ...signed, headers: { "content-type": "text/html" } }, file)).rejects.toThrow(refused)
    expect((await fetch(signed.url, { headers: signed.headers })).status).toBe(403)
  })
})

/** An S3 that answers so, one after the other, and then as it should. */
async function flaky(...answers: (number | "hang up")[]) {
  const seen: { method: string; length: string | undefined; body: string }[] = []
  async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
    const { method = "", headers } = request
    seen.push({ method, length: headers["content-length"], body: await text(request) })
    const answer = answers.shift()
    if (answer === "hang up") return void request.socket.destroy()
    if (answer === undefined) return void response.writeHead(method === "GET" ? 206 : 200).end("0123")
    response.writeHead(answer).end(`<Error><Code>${answer === 503 ? "SlowDown" : "AccessDenied"}</Code></Error>`)
  }
  const server = http.createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { seen, signed: { url, headers: {}, container: "mp4", bytes: 4 } as const }
}

describe("S3 that does not answer as it should", () => {
  it("is asked again where it is at fault, with the whole body", async () => {
    const { signed, seen } = await flaky(503, "hang up")
    await putSigned(signed, { bytes: 4, content: () => new Blob(["0123"]).stream() })
    expect(seen).toEqual(Array.from({ length: 3 }, () => ({ method: "PUT", length: "4", body: "0123" })))
    const reading = await flaky("hang up", 500)
    expect(Buffer.from(await signedSource(reading.signed).read(0, 3)).toString()).toBe("0123")
  })

  it("is given up after three times, by the code that S3 gives", async () => {
    const { signed, seen } = await flaky(503, 503, 503)
    await expect(signedSource(signed).read(0, 3)).rejects.toMatchObject({ name: "SlowDown" })
    expect(seen).toHaveLength(3)
  })

  it("is not asked again where it refuses", async () => {
    const { signed, seen } = await flaky(403)
    await expect(signedSource(signed).read(0, 3)).rejects.toMatchObject({ name: "AccessDenied" })
    expect(seen).toHaveLength(1)
  })

  it("may not send another range than was asked for", async () => {
    const { signed } = await flaky()
    await expect(signedSource(signed).read(0, 1)).rejects.toThrow("S3 sent 4 bytes of 0-1")
    const whole = await flaky(200)
    await expect(signedSource(whole.signed).read(0, 1)).rejects.toThrow("200")
  })
})
