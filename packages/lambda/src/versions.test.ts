import type { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import type { PutObjectCommand } from "@aws-sdk/client-s3"
import { defineEvent, derivedId, earlierVersion } from "@darkroom/events"
import { busEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { z } from "zod"
import { claimsIn } from "./claims.ts"
import { on, subscriber } from "./index.ts"
import { publisher } from "./publish.ts"

const one = z.object({ text: z.string() })
const two = z.object({ lines: z.array(z.string()) })
const v1 = earlierVersion({
  version: 1,
  schema: one,
  next: two,
  upcast: ({ text }) => ({ lines: text.split("\n") }),
  downcast: ({ lines }) => ({ text: lines.join("\n") }),
})
const Noted = defineEvent({
  name: "Noted",
  version: 2,
  source: "darkroom.test",
  description: "A test.",
  schema: two,
  example: { lines: ["a"] },
  earlier: [v1],
})
const noted = Noted.create(
  { lines: ["a", "b"] },
  { id: derivedId("root"), groupKey: "image-1", origin: "upload", time: new Date(0) },
)
const [twin] = noted.earlier!

it("gives a use case an archived event of an earlier version as one of the present", async () => {
  const runtime = testRuntime("test")
  const useCase = vi.fn(async (_: typeof noted) => {})
  const handler = subscriber([on(Noted, useCase)], () => runtime)
  const archived = { ...noted, metadata: { ...noted.metadata, version: 1 }, data: { text: "c\nd" } }
  await handler(sqsBatch([busEvent(archived)]), lambdaContext())
  expect(useCase.mock.calls[0]?.[0].data).toEqual({ lines: ["c", "d"] })
})

it("handles an event once, though it comes in both versions while a rule changes", async () => {
  const runtime = testRuntime("test")
  const useCase = vi.fn(async (_: typeof noted) => {})
  const handler = subscriber([on(Noted, useCase)], () => runtime)
  await handler(sqsBatch([busEvent(noted), busEvent(twin!)]), lambdaContext())
  expect(useCase).toHaveBeenCalledOnce()
})

it("puts both versions on the bus, each with a claim check of its own where they are large", async () => {
  const objects: unknown[] = []
  const details: { metadata: { version: number }; claim: { key: string } }[] = []
  const s3 = { send: vi.fn(async ({ input }: PutObjectCommand) => void objects.push(input.Key)) }
  const bus = {
    send: vi.fn(async ({ input: { Entries = [] } }: PutEventsCommand) => {
      details.push(...Entries.map(({ Detail = "" }) => JSON.parse(Detail) as (typeof details)[number]))
      return { Entries: Entries.map(() => ({ EventId: "1" })) }
    }),
  }
  const { store } = claimsIn("output", s3 as never)
  const publish = publisher({ client: bus as never, busName: "bus", storeClaim: store })
  const provenance = { id: derivedId("large"), groupKey: "image-1", origin: "upload" as const }
  await publish([Noted.create({ lines: ["x".repeat(70_000)] }, provenance)])
  expect(details.map(({ metadata }) => metadata.version)).toEqual([2, 1])
  const keys = [`claims/Noted/${provenance.id}.json`, `claims/Noted/${provenance.id}.v1.json`]
  expect([objects, details.map(({ claim }) => claim.key)]).toEqual([keys, keys])
})
