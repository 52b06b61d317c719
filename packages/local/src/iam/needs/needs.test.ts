import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { eventsService } from "../../aws/events/events.ts"
import { rekognitionService } from "../../aws/rekognition/rekognition.ts"
import type { AwsService } from "../../aws/service.ts"
import { sqsService } from "../../aws/sqs/sqs.ts"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { needsOf } from "./needs.ts"

const context = { region: "us-east-1", accountId: "0", clock: manualClock(), store: openStore() }
const services: AwsService[] = [
  eventsService({ buses: [], rules: [], archives: [], deliver: async () => {} }, context),
  rekognitionService({ recogniser: { detectLabels: async () => [] }, readObject: async () => undefined }),
  sqsService({ queues: [] }, context),
]

it.each(services)("knows what each operation of $name needs", ({ name, operations }) => {
  const unknown = operations.filter((operation) => {
    const headers = { "x-amz-target": `Service.${operation}` }
    const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
    return needsOf[name]?.({ ...request, body: Readable.from([]) }, Buffer.from("{}"), context) === undefined
  })
  expect(operations).not.toEqual([])
  expect(unknown).toEqual([])
})
