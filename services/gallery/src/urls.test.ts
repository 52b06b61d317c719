import { S3Client } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { MINUTE } from "./clock.ts"
import { photoUrls } from "./urls.ts"

const NOON = Date.UTC(2026, 10, 21, 12)

function start() {
  const time = { now: NOON }
  const s3 = new S3Client({ region: "us-east-1", credentials: { accessKeyId: "AKIAX", secretAccessKey: "secret" } })
  return { time, urls: photoUrls({ s3, bucket: "photos", clock: { now: () => time.now } }) }
}
const parameter = (url: string, name: string) => new URL(url).searchParams.get(name)

it("gives the same URL of a rendition for half an hour, then another", async () => {
  const { time, urls } = start()
  const first = await urls.rendition("private/ada/resized/x/256.webp")
  time.now += 30 * MINUTE - 1
  expect(await urls.rendition("private/ada/resized/x/256.webp")).toBe(first)
  time.now += 1
  expect(await urls.rendition("private/ada/resized/x/256.webp")).not.toBe(first)
  expect([parameter(first, "X-Amz-Date"), parameter(first, "X-Amz-Expires")]).toEqual(["20261121T120000Z", "3600"])
  expect(new URL(first).pathname).toBe("/private/ada/resized/x/256.webp")
})

it("lets browsers keep a rendition", async () => {
  const url = await start().urls.rendition("key")
  expect(parameter(url, "response-cache-control")).toBe("private, max-age=3600, immutable")
})

it("gives a URL for five minutes that saves the file under its name", async () => {
  const { time, urls } = start()
  time.now += 90_000
  const url = await urls.download("private/ada/uploads/u/x", `Été "1" (a);b.jpg`)
  expect([parameter(url, "X-Amz-Date"), parameter(url, "X-Amz-Expires")]).toEqual(["20261121T120130Z", "300"])
  expect(parameter(url, "response-content-disposition")).toBe(
    `attachment; filename="_t_ _1_ (a);b.jpg"; filename*=UTF-8''%C3%89t%C3%A9%20%221%22%20%28a%29%3Bb.jpg`,
  )
})

it("gives a URL that plays the file in place as the given type, the same for half an hour and valid for an hour", async () => {
  const { time, urls } = start()
  const first = await urls.play("private/ada/uploads/u/x.mov", "video/mp4")
  time.now += 30 * MINUTE - 1
  expect(await urls.play("private/ada/uploads/u/x.mov", "video/mp4")).toBe(first)
  expect([parameter(first, "response-content-type"), parameter(first, "response-content-disposition")]).toEqual([
    "video/mp4",
    "inline",
  ])
  expect(parameter(first, "X-Amz-Expires")).toBe("3600")
})
