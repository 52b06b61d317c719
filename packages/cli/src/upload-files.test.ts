import { createHash } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { NoIntakeProfile } from "./errors.ts"
import { barsOf, renderLine } from "./progress.ts"
import { doneParts, fakeStage, rejectedPart, uploadedPart } from "./test-fixtures.ts"
import { intakePrefix, uploadFiles } from "./upload-files.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "darkroom-cli-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, content = name): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

it("uploads with a checksum and tells what became of each file, in order", async () => {
  const { stage, puts } = fakeStage((key) => (key.endsWith(".pdf") ? [uploadedPart, rejectedPart] : doneParts))
  const paths = [file("a.jpg", "photo"), join(folder, "missing.jpg"), file("b.pdf"), file("empty.png", "")]
  const records = await uploadFiles(stage, paths)
  expect(records.map(({ status, reason }) => [status, reason])).toEqual([
    ["processed", null],
    ["failed", "FileNotFound"],
    ["rejected", "NotSupportedImageType"],
    ["processed", null],
  ])
  expect(records[0]).toMatchObject({
    file: paths[0],
    key: "private/local/uploads/a.jpg",
    milliseconds: expect.any(Number) as number,
  })
  const first = puts.find(({ key }) => key.endsWith("a.jpg"))
  const ChecksumSHA256 = createHash("sha256").update("photo").digest("base64")
  expect(first?.input).toMatchObject({
    ContentLength: 5,
    ContentType: "image/jpeg",
    ChecksumAlgorithm: "SHA256",
    ChecksumSHA256,
  })
  expect(first?.body.toString()).toBe("photo")
})

it("watches no more than four photos for each put at once", async () => {
  const { stage } = fakeStage()
  let most = 0
  let running = 0
  const latestUpload: typeof stage.latestUpload = async (key) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    return stage.latestUpload(key)
  }
  const paths = Array.from({ length: 20 }, (_, index) => file(`${index}.jpg`))
  const records = await uploadFiles({ ...stage, latestUpload }, paths, { concurrency: 1 })
  expect(records.every(({ status }) => status === "processed")).toBe(true)
  expect(most).toBeLessThanOrEqual(4)
})

it("refuses keys that S3 would refuse, and goes on", async () => {
  const { stage, puts } = fakeStage()
  const records = await uploadFiles(stage, [file("a.jpg")], { to: `private/local/uploads/${"ä".repeat(510)}` })
  expect(records[0]).toMatchObject({
    status: "failed",
    reason: "KeyTooLong",
    message: expect.stringContaining("S3 takes 1024") as string,
  })
  expect(puts).toEqual([])
})

it("tells of a put that failed, and of a photo lost from sight", async () => {
  const { stage } = fakeStage()
  const refused = {
    ...stage,
    s3: { send: () => Promise.reject(new Error("connect ECONNREFUSED")) } as unknown as typeof stage.s3,
  }
  const [failed] = await uploadFiles(refused, [file("a.jpg")])
  expect(failed).toMatchObject({
    status: "failed",
    reason: "UploadFailed",
    message: expect.stringContaining("connect ECONNREFUSED") as string,
  })
  const blind = { ...stage, catalog: { entry: () => Promise.reject(new Error("gone")) } }
  expect((await uploadFiles(blind, [file("a.jpg")]))[0]).toMatchObject({ status: "failed", reason: "LostTrack" })
})

it("uploads the same bytes under the same key once more as another photo", async () => {
  const { stage } = fakeStage()
  const path = file("a.jpg")
  const [first] = await uploadFiles(stage, [path])
  const [second] = await uploadFiles(stage, [path])
  expect([first?.imageId, second?.imageId]).toEqual(["photo-1", "photo-2"])
})

it("counts what is done, failed and not expected any more", async () => {
  const { stage } = fakeStage((key) => (key.endsWith(".pdf") ? [uploadedPart, rejectedPart] : doneParts))
  let line = ""
  const onProgress = (files: Parameters<typeof barsOf>[0]) => (line = renderLine(barsOf(files)))
  await uploadFiles(stage, [file("a.jpg"), file("b.pdf"), join(folder, "missing")], {
    onProgress: (files) => void onProgress(files),
  })
  expect(line).toBe("uploaded 3/3 (1 failed), metadata 2/2 (1 failed), tagging 1/1, thumbnail 1/1, done 3/3 (2 failed)")
})

it("takes prefixes of intake profiles, with or without the slash", () => {
  expect(intakePrefix("Incoming")).toBe("Incoming/")
  expect(intakePrefix("private/ada/uploads/rome/")).toBe("private/ada/uploads/rome/")
  expect(() => intakePrefix("Thumbnails")).toThrow(NoIntakeProfile)
  expect(() => intakePrefix("private/ada")).toThrow("private/{userId}/uploads/**, Incoming/**")
})
