import type { InvokeCommandOutput } from "@aws-sdk/client-lambda"
import { videoExample } from "@darkroom/events"
import { classify } from "@darkroom/lambda"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { callDecoder } from "./call-decoder.ts"
import { decoder } from "./decoder.ts"
import { lambdaOf } from "./decoders.fixture.ts"
import { DamagedVideo, OriginalGone, TooMuchToCopy, UndecodablePictures, UnsupportedVideo } from "./errors.ts"

const result = z.object({ width: z.int() })

/** What the caller gets of a function that works so. */
function calling(work: () => Promise<{ width: number }>) {
  return callDecoder({ client: lambdaOf(decoder(z.object({}), work)), functionName: "Look", result })(videoExample, {})
}

/** What the caller gets where Lambda itself answers so. */
function answered(payload: unknown, FunctionError?: string) {
  const asked: { TenantId?: string }[] = []
  const send = async ({ input }: { input: { TenantId?: string } }) => {
    asked.push(input)
    const Payload = Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload))
    return { FunctionError, Payload } as unknown as InvokeCommandOutput
  }
  const call = callDecoder({ client: { send } as never, functionName: "Look", result })
  return { call, asked }
}

it("gives what the function finds", async () => {
  expect(await calling(async () => ({ width: 160 }))).toEqual({ width: 160 })
})

describe("an error of the function", () => {
  it.each([
    new DamagedVideo("its container cannot be read"),
    new UndecodablePictures("there is none"),
    new UnsupportedVideo("an audio file"),
    new TooMuchToCopy("it takes too long"),
  ])("is the same where it arrives: $name", async (error) => {
    const arrived = await calling(() => Promise.reject(error)).catch((caught: unknown) => caught)
    expect(arrived).toBeInstanceOf(error.constructor)
    expect(arrived).toMatchObject({ message: error.message })
  })

  it("is about the video where its original is gone", async () => {
    const gone = calling(() => Promise.reject(new OriginalGone("the video")))
    await expect(gone).rejects.toThrow(new OriginalGone(videoExample.id))
  })

  it.each([
    ["SlowDown", "throttled"],
    ["InternalError", "transient"],
    ["InvalidObjectState", "permanent"],
  ])("keeps its class: %s is %s", async (name, expected) => {
    const failing = calling(() => Promise.reject(Object.assign(new Error("S3"), { name })))
    expect(classify(await failing.catch((error: unknown) => error)).class).toBe(expected)
  })
})

describe("a function that was ended", () => {
  it.each([
    [{ errorType: "Sandbox.Timedout", errorMessage: "RequestId: 1 Error: Task timed out after 60.00 seconds" }],
    [
      {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: 1 Error: Runtime exited with error: signal: segmentation fault",
      },
    ],
    ["no JSON"],
  ])("has the video tried again: %j", async (payload) => {
    const error = await answered(payload, "Unhandled")
      .call(videoExample, {})
      .catch((caught: unknown) => caught)
    expect(classify(error)).toMatchObject({ name: "DecoderFailed", class: "transient" })
    if (typeof payload === "object") expect((error as Error).message).toContain(payload.errorMessage)
  })
})

it.each([
  ["nothing", ""],
  ["what is no JSON", "{"],
  ["what has no such fields", { ok: true, result: { width: "wide" } }],
  ["an error without a name", { ok: false, error: {} }],
])("does not believe a function that answers %s", async (_, payload) => {
  await expect(answered(payload).call(videoExample, {})).rejects.toMatchObject({ name: "DecoderFailed" })
})

it("has the videos of one user, and each that belongs to nobody, decoded apart from all others", async () => {
  const { call, asked } = answered({ ok: true, result: { width: 1 } })
  const [ada, bob] = [
    { id: "1", owner: "ada" },
    { id: "2", owner: "bob" },
  ]
  const shared = ["3", "4"].map((id) => ({ id, owner: "shared" }))
  for (const video of [ada, { ...ada, id: "5" }, bob, ...shared]) await call(video, {})
  const tenants = asked.map(({ TenantId }) => TenantId!)
  expect(tenants[1]).toBe(tenants[0])
  expect(new Set(tenants).size).toBe(4)
  // Lambda takes 256 characters of some kinds; a user's id comes from a key, which may have any.
  for (const tenant of tenants) expect(tenant).toMatch(/^[0-9a-z-]{1,36}$/)
})
