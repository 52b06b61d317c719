import { Readable } from "node:stream"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { cloudwatchNeeds } from "./cloudwatch.ts"

function needsOf(operation: string, body: Buffer, encoding?: string) {
  const target = { "x-amz-target": `GraniteServiceVersion20100801.${operation}` }
  const headers = encoding === undefined ? target : { ...target, "content-encoding": encoding }
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  return cloudwatchNeeds({ ...request, body: Readable.from([]) }, body, { region: "us-east-1", accountId: "0" })
}

const json = (input: object) => Buffer.from(JSON.stringify(input))
const putting = (namespace: string | undefined) => [
  { action: "cloudwatch:PutMetricData", resource: "*", context: { "cloudwatch:namespace": namespace } },
]

it("needs for putting metrics what a policy may tie to their namespace", () => {
  expect(needsOf("PutMetricData", json({ Namespace: "Darkroom" }))).toEqual(putting("Darkroom"))
  expect(needsOf("PutMetricData", json({}))).toEqual(putting(undefined))
})

it("sees the namespace in a compressed body", () => {
  expect(needsOf("PutMetricData", gzipSync(json({ Namespace: "Darkroom" })), "gzip")).toEqual(putting("Darkroom"))
  expect(() => needsOf("PutMetricData", json({}), "gzip")).toThrow("not compressed as its header says")
})

it.each(["GetMetricStatistics", "GetMetricData", "ListMetrics"])("%s has no namespace", (operation) => {
  expect(needsOf(operation, json({ Namespace: "Darkroom" }))).toEqual([
    { action: `cloudwatch:${operation}`, resource: "*" },
  ])
})
