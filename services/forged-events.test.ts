import { allEvents, type DarkroomEvent } from "@darkroom/events"
import { subscriber, type SubscriberHandler, type Subscription } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { globSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")
const files = globSync("services/*/src/*handler.ts", { cwd: root }).sort()
const handlers = await Promise.all(
  files.map(
    async (file) => [file, ((await import(join(root, file))) as { handler: SubscriberHandler }).handler] as const,
  ),
)
const consumers = handlers.flatMap(([file, handler]) =>
  "subscriptions" in handler && about(handler.subscriptions).length > 0
    ? [{ file, subscriptions: handler.subscriptions }]
    : [],
)

/** Those of events that name an original. */
function about(subscriptions: readonly Subscription[]): { type: string; body: object }[] {
  return subscriptions.flatMap(({ type }) => {
    const body = forged(type)
    return body ? [{ type, body }] : []
  })
}

/** The example of that event, in which somebody else's original has another owner. */
function forged(type: string): object | undefined {
  const definition = allEvents.find(({ name }) => name === type)
  if (definition === undefined) return undefined
  const event = exampleEvent<DarkroomEvent<string, Record<string, object>>>(definition as never)
  const { data } = event
  const place = ["image", "video", "replacedBy"].find((name) => name in data)
  return place === undefined
    ? undefined
    : busEvent({ ...event, data: { ...data, [place]: { ...data[place], owner: "mallory" } } })
}

it("finds the consumers of every service", () => {
  expect(consumers.map(({ file }) => file.split("/")[1])).toEqual(
    expect.arrayContaining([
      "catalog",
      "gallery",
      "ingest",
      "metadata",
      "notification",
      "tagging",
      "thumbnail",
      "video",
    ]),
  )
})

describe.each(consumers)("$file", ({ file, subscriptions }) => {
  it.each(about(subscriptions))("gives up a $type whose owner is not the owner of the key", async ({ body }) => {
    const runtime = testRuntime(file)
    const run = subscriber(subscriptions, () => runtime)
    expect(await run(sqsBatch([body]), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(runtime.deadLetters.map(({ failure }) => failure)).toMatchObject([
      { class: "permanent", name: "MalformedEvent", message: expect.stringContaining("not the owner of the key") },
    ])
    expect(runtime.published).toEqual([])
  })
})
