import { once } from "node:events"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import { Worker } from "node:worker_threads"
import sharp from "sharp"
import { afterAll, describe, expect, it } from "vitest"
import type { BoundingBox, DetectedLabel } from "./detected-label.ts"
import { overlap } from "./labels/detections.ts"
import { ImageUndecodable, RecogniserClosed, RecogniserCrashed } from "./errors.ts"
import { createRecogniser } from "./recogniser.ts"
import { sampleImagePath } from "./sample-image.ts"

/** The woman in blue in the second small picture of the sample's upper row, measured by hand. */
const WOMAN_IN_BLUE: BoundingBox = { left: 0.13, top: 0, width: 0.117, height: 0.137 }

const sample = readFileSync(sampleImagePath())
const blank = await sharp({ create: { width: 80, height: 80, channels: 3, background: "#fff" } })
  .png()
  .toBuffer()
const junk = new TextEncoder().encode("not an image")

const recogniser = createRecogniser()
afterAll(() => recogniser.close())

function bestPerson(labels: DetectedLabel[]): BoundingBox {
  const box = labels.find(({ name }) => name === "Person")?.instances[0]?.boundingBox
  if (!box) throw new Error("no person found")
  return box
}

describe("detectLabels", { timeout: 20_000 }, () => {
  it("finds a person where there is one", async () => {
    const labels = await recogniser.detectLabels(sample)
    expect(labels[0]).toMatchObject({ name: "Person", aliases: ["Human"], categories: ["Person Description"] })
    expect(labels[0]?.confidence).toBeGreaterThan(55)
    expect(overlap(bestPerson(labels), WOMAN_IN_BLUE)).toBeGreaterThan(0.7)
  })

  it("keeps every box inside the image", async () => {
    const labels = await recogniser.detectLabels(sample)
    for (const { boundingBox } of labels.flatMap(({ instances }) => instances)) {
      const { left, top, width, height } = boundingBox
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0)
      expect(Math.min(width, height)).toBeGreaterThan(0)
      expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(1 + 1e-9)
    }
  })

  it("gives boxes of the upright image when EXIF says that the pixels lie on their side", async () => {
    const lying = await sharp(sample).rotate(270).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer()
    const box = bestPerson(await recogniser.detectLabels(lying))
    expect(overlap(box, bestPerson(await recogniser.detectLabels(sample)))).toBeGreaterThan(0.85)
  })

  it("finds nothing in a blank image", async () => {
    expect(await recogniser.detectLabels(blank)).toEqual([])
  })

  it("reads grey, CMYK, 16-bit and transparent images", async () => {
    const images = await Promise.all([
      sharp(sample).greyscale().jpeg().toBuffer(),
      sharp(sample).toColourspace("cmyk").jpeg().toBuffer(),
      sharp(sample).toColourspace("rgb16").png({ compressionLevel: 1 }).toBuffer(),
      sharp(sample).ensureAlpha(1).png({ compressionLevel: 1 }).toBuffer(),
    ])
    const boxes = (await Promise.all(images.map(recogniser.detectLabels))).map(bestPerson)
    for (const box of boxes) expect(overlap(box, WOMAN_IN_BLUE)).toBeGreaterThan(0.7)
  })

  it("rejects what is not a JPEG or PNG by name, and goes on", async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>')
    const truncated = sample.subarray(0, 20_000)
    for (const bytes of [junk, new Uint8Array(), svg, truncated]) {
      await expect(recogniser.detectLabels(bytes)).rejects.toBeInstanceOf(ImageUndecodable)
    }
    expect(await recogniser.detectLabels(blank)).toEqual([])
  })

  it("serves concurrent calls, each with its own answer, and leaves the caller's bytes alone", async () => {
    const bytes = new Uint8Array(sample)
    const calls = [bytes, junk, blank, bytes].map(recogniser.detectLabels)
    const [first, second, third, fourth] = await Promise.allSettled(calls)
    expect(second).toMatchObject({ status: "rejected", reason: { name: "ImageUndecodable" } })
    expect(third).toEqual({ status: "fulfilled", value: [] })
    expect(fourth).toEqual(first)
    expect(first).toMatchObject({ value: expect.arrayContaining([expect.objectContaining({ name: "Person" })]) })
    expect(sample.equals(bytes)).toBe(true)
  })
})

describe("a crashed thread", { timeout: 20_000 }, () => {
  const crashing = (code: string) =>
    new Worker(`require("worker_threads").parentPort.on("message", () => ${code})`, { eval: true })

  it("rejects the call it was serving with the cause; the next call gets a new thread", async () => {
    const threads = [crashing('{ throw new Error("out of memory") }'), crashing("process.exit(3)")]
    const model = () => new Worker(new URL("./worker.ts", import.meta.url))
    const fragile = createRecogniser({ startWorker: () => threads.shift() ?? model() })
    const calls = [blank, blank, blank].map(fragile.detectLabels)
    const [first, second, third] = await Promise.allSettled(calls)
    expect(first).toMatchObject({ reason: { name: "RecogniserCrashed", cause: { message: "out of memory" } } })
    expect(second).toMatchObject({ reason: expect.any(RecogniserCrashed) })
    expect(third).toEqual({ status: "fulfilled", value: [] })
    await fragile.close()
  })
})

describe("a thread", { timeout: 20_000 }, () => {
  /** Answers everything at once, and counts its threads and the questions without a picture. */
  function start(idleSeconds: number) {
    const [threads, loaded]: [Worker[], string[]] = [[], []]
    const program = `const { parentPort } = require("worker_threads")
      parentPort.on("message", ({ feature, image }) => parentPort.postMessage({ answer: image ? [] : feature }))`
    const startWorker = () => {
      const thread = new Worker(program, { eval: true })
      thread.on("message", ({ answer }) => typeof answer === "string" && loaded.push(answer))
      threads.push(thread)
      return thread
    }
    return { recogniser: createRecogniser({ startWorker, idleSeconds }), threads, loaded }
  }

  it("ends when no call comes for its idle time, and the next call starts another one", async () => {
    const { recogniser: restless, threads } = start(0.05)
    await restless.detectLabels(blank)
    await once(threads[0]!, "exit")
    expect(await restless.detectLabels(blank)).toEqual([])
    expect(threads).toHaveLength(2)
    await restless.close()
  })

  it("loads the models for labels, faces and colours ahead of the first photo", async () => {
    const { recogniser: warmed, threads, loaded } = start(600)
    await warmed.warm()
    expect([loaded, threads.length]).toEqual([["labels", "faces", "properties"], 1])
    await warmed.close()
  })
})

describe("a crash of tesseract's own thread", { timeout: 20_000 }, () => {
  /** The package's worker, in which the thread that tesseract makes ends when it is to read an image. */
  const fragile = () =>
    new Worker(
      `const threads = require("node:worker_threads")
       threads.Worker = class extends threads.Worker {
         postMessage(message) {
           if (message.action === "recognize") void this.terminate()
           else super.postMessage(message)
         }
       }
       import(${JSON.stringify(new URL("./worker.ts", import.meta.url))})`,
      { eval: true },
    )

  it("rejects the call that waits for text, none of the others, and the next call reads again", async () => {
    const starts = [fragile]
    const whole = () => new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [] })
    const recognisers = createRecogniser({
      startWorker: (name) => ((name === "text" ? starts.shift() : undefined) ?? whole)(),
    })
    const [text, properties] = await Promise.allSettled([
      recognisers.detectText(blank),
      recognisers.imageProperties(blank),
    ])
    expect(text).toMatchObject({ reason: expect.any(RecogniserCrashed) })
    expect(properties).toMatchObject({ status: "fulfilled" })
    expect(await recognisers.detectText(blank)).toEqual([])
    await recognisers.close()
  })
})

describe("calls of different features", { timeout: 20_000 }, () => {
  const features = ["detectLabels", "detectFaces", "detectText", "detectModerationLabels", "imageProperties"] as const

  it("each reject a damaged image by name and go on", async () => {
    for (const bytes of [junk, sample.subarray(0, 20_000)]) {
      const settled = await Promise.allSettled(features.map((feature) => recogniser[feature](bytes)))
      for (const outcome of settled) expect(outcome).toMatchObject({ reason: expect.any(ImageUndecodable) })
    }
    const [labels, faces, text, moderation] = await Promise.all(features.map((feature) => recogniser[feature](blank)))
    expect([labels, faces, text, moderation]).toEqual([[], [], [], []])
  })

  it("each reject when the recogniser is closed meanwhile", async () => {
    const closing = createRecogniser()
    await closing.detectText(blank)
    const settled = Promise.allSettled(features.map((feature) => closing[feature](sample)))
    await closing.close()
    for (const outcome of await settled) expect(outcome).toMatchObject({ reason: expect.any(RecogniserClosed) })
  })
})

describe("close", { timeout: 20_000 }, () => {
  it("rejects calls in flight, calls that wait and calls that come later", async () => {
    const closing = createRecogniser()
    const calls = [closing.detectLabels(sample), closing.detectLabels(blank)]
    const settled = Promise.allSettled(calls)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await closing.close()
    for (const call of await settled) expect(call).toMatchObject({ reason: expect.any(RecogniserClosed) })
    await expect(closing.detectLabels(blank)).rejects.toBeInstanceOf(RecogniserClosed)
  })

  it("is fine without any call, and twice", async () => {
    const unused = createRecogniser()
    await unused.close()
    await unused.close()
  })
})

it("lets the process end when idle, without close", { timeout: 20_000 }, async () => {
  const script = `
    import { readFileSync } from "node:fs"
    import { createRecogniser, sampleImagePath } from ${JSON.stringify(new URL("./index.ts", import.meta.url))}
    const image = readFileSync(sampleImagePath())
    const recogniser = createRecogniser()
    const [[label]] = await Promise.all([recogniser.detectLabels(image), recogniser.detectText(image)])
    console.log(label.name)`
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script])
  expect(stdout).toBe("Person\n")
})
