import { DetectFacesCommand, DetectLabelsCommand } from "@aws-sdk/client-rekognition"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { cloudWatchService } from "../cloudwatch/cloudwatch.ts"
import { type TransactionsPerSecond, withCallMetrics } from "./rekognition.ts"
import { quotas } from "./quotas.ts"
import { image, startRekognition } from "./testing.ts"

const PROVISIONED = "ProvisionedThroughputExceededException"

function start(limit?: TransactionsPerSecond) {
  const clock = manualClock()
  const count = quotas(limit, clock)
  /** `ok`, or the error's code. */
  const call = (operation = "DetectLabels"): string => {
    try {
      count(operation)
      return "ok"
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  const calls = (times: number) => Array.from({ length: times }, () => call())
  return { clock, call, calls }
}

it("has no limit of its own", () => {
  expect(new Set(start().calls(1000))).toEqual(new Set(["ok"]))
})

it("takes so many calls a second, and more again as time goes by", () => {
  const { clock, calls } = start(5)
  expect(calls(7)).toEqual(["ok", "ok", "ok", "ok", "ok", PROVISIONED, PROVISIONED])
  clock.advance(199)
  expect(calls(1)).toEqual([PROVISIONED])
  clock.advance(1)
  expect(calls(2)).toEqual(["ok", PROVISIONED])
  clock.advance(60_000)
  expect(calls(6)).toEqual(["ok", "ok", "ok", "ok", "ok", PROVISIONED])
})

it("throttles what comes far too fast, until the next second", () => {
  const { clock, calls } = start(2)
  const outcomes = calls(22)
  expect(outcomes.slice(2, 20)).toEqual(Array.from({ length: 18 }, () => PROVISIONED))
  expect(outcomes.slice(20)).toEqual(["ThrottlingException", "ThrottlingException"])
  clock.advance(1000)
  expect(calls(3)).toEqual(["ok", "ok", PROVISIONED])
})

it("has a quota for each operation, also below one call a second", () => {
  const { clock, call } = start({ DetectLabels: 0.5 })
  expect([call(), call(), call("DetectFaces"), call("DetectFaces")]).toEqual(["ok", PROVISIONED, "ok", "ok"])
  clock.advance(2000)
  expect([call(), call()]).toEqual(["ok", PROVISIONED])
})

it("refuses with the errors that AWS's clients know", async () => {
  const { client } = await startRekognition({}, { transactionsPerSecond: 1 }, { clock: manualClock() })
  const detect = () => client.send(new DetectLabelsCommand({ Image: { Bytes: image } }))
  await detect()
  await expect(detect()).rejects.toMatchObject({
    name: PROVISIONED,
    message: "Provisioned Rate exceeded.",
    $metadata: { httpStatusCode: 400 },
  })
  await client.send(new DetectFacesCommand({ Image: { Bytes: image } }))
})

it("is counted as AWS counts it", async () => {
  const clock = manualClock()
  const context = { clock, store: openStore(), region: "us-east-1", accountId: "0" }
  const cloudwatch = cloudWatchService({}, context)
  const failing = { detectFaces: () => Promise.reject(new Error("out of order")) }
  const { client } = await startRekognition(failing, { transactionsPerSecond: 2 }, context, (service) =>
    withCallMetrics(service, cloudwatch, clock),
  )
  const labels = (Bytes: Uint8Array) => client.send(new DetectLabelsCommand({ Image: { Bytes } }))
  await labels(image)
  await labels(Buffer.from("no image")).catch(() => {})
  await labels(image).catch(() => {})
  await client.send(new DetectFacesCommand({ Image: { Bytes: image } })).catch(() => {})
  const sums = cloudwatch.totals().map(({ namespace, name, dimensions, sum }) => {
    return [namespace, name, dimensions["Operation"], sum].join(" ")
  })
  expect(sums.toSorted()).toEqual([
    "AWS/Rekognition ResponseTime  0",
    "AWS/Rekognition ResponseTime DetectLabels 0",
    "AWS/Rekognition ServerErrorCount  1",
    "AWS/Rekognition ServerErrorCount DetectFaces 1",
    "AWS/Rekognition SuccessfulRequestCount  1",
    "AWS/Rekognition SuccessfulRequestCount DetectLabels 1",
    "AWS/Rekognition ThrottledCount  1",
    "AWS/Rekognition ThrottledCount DetectLabels 1",
    "AWS/Rekognition UserErrorCount  1",
    "AWS/Rekognition UserErrorCount DetectLabels 1",
  ])
})
