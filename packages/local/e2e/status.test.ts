import http from "node:http"
import { afterAll, beforeAll, expect, it } from "vitest"
import { statusPage } from "../src/index.ts"
import { type App, startApp } from "./harness.ts"

interface Judged {
  readonly name: string
  readonly taken: boolean
  readonly targets: readonly string[]
  readonly why?: string
}

let app: App
beforeAll(async () => {
  const status = statusPage()
  app = await startApp({ page: status.answer })
  status.show(app.engine)
})
afterAll(() => app.close())

it("shows functions, queues, rules with their matches, events and the outbox", async () => {
  await app.put("Incoming/notes.jpg", "no photo")
  await app.entry("Incoming/notes.jpg")
  await app.idle()
  const status = (await (await fetch(`${app.engine.url}/status`)).json()) as Record<
    string,
    { [key: string]: unknown }[]
  >
  const named = (list: string, name: string) =>
    status[list]?.find((each) => each["id"] === name || each["name"] === name)
  expect(named("functions", "Metadata")).toMatchObject({ invocations: 1, errors: 0 })
  expect(named("queues", "MetadataDeadLetters")).toMatchObject({ deadLetters: true, visible: 0 })
  expect(named("queues", "Undelivered")).toMatchObject({ deadLetters: true })
  expect(named("rules", "MetadataRule")).toMatchObject({ matched: 1 })
  expect(status["events"]?.map(({ type }) => type)).toEqual(["ImageRejected", "ImageUploaded", "Object Created"])
  expect(status["outbox"]?.[0]).toMatchObject({ subject: "A photo was not accepted" })
})

it("follows a photo that was refused from its event to the rules, the invocations and the logs", async () => {
  const json = async <Answer>(path: string) => (await (await fetch(app.engine.url + path)).json()) as Answer
  const [rejected] = await json<{ id: string; correlationId: string }[]>("/status/events?type=ImageRejected")
  const { sightings } = await json<{ sightings: { rules: Judged[] }[] }>(`/status/events/${rejected?.id}`)
  const judged = (name: string) => sightings[0]?.rules.find((rule) => rule.name === name)
  expect(judged("CatalogRule")).toMatchObject({ taken: true, targets: ["CatalogEvents"] })
  expect(judged("TaggingRule")).toMatchObject({ taken: false, why: expect.stringContaining("the rule wants") })
  const work = `correlationId=${rejected?.correlationId}`
  const invocations = await json<{ functionId: string; queue: string }[]>(`/status/invocations?${work}`)
  expect(invocations).toContainEqual(expect.objectContaining({ functionId: "Metadata", queue: "MetadataEvents" }))
  const logs = await json<{ functionId: string }[]>(`/logs?${work}`)
  expect(logs.map(({ functionId }) => functionId)).toContain("Metadata")
})

it("tells of an upload as it happens", async () => {
  const answer = await fetch(`${app.engine.url}/status/stream?of=events&type=created&about=live.jpg`)
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  await app.put("Incoming/live.jpg", "no photo")
  let told = ""
  while (!told.includes("event: batch")) told += (await reader.read()).value ?? ""
  expect(told).toContain('"about":"Incoming/live.jpg"')
  await reader.cancel()
  await app.idle()
})

it("is a page that runs nothing of others", async () => {
  for (const path of ["/", "/status/page/main.js", "/status/page/page.css"]) {
    const answer = await fetch(app.engine.url + path)
    expect([path, answer.status]).toEqual([path, 200])
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'")
  }
  const page = await (await fetch(app.engine.url)).text()
  expect(page).not.toMatch(/<script(?![^>]*src=)|style=|\son\w+=/)
  expect((await fetch(`${app.engine.url}/../engine.ts`)).status).toBe(404)
})

it("answers this machine alone, whatever name a page of another site gives it", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const options = { headers: { host: "evil.example" } }
    http.get(`${app.engine.url}/status`, options, (answer) => resolve(answer.resume().statusCode)).once("error", reject)
  })
  expect(status).toBe(403)
})
