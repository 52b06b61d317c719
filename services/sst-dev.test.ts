import { synthesise } from "@darkroom/local"
import { join } from "node:path"
import { expect, it } from "vitest"

// What `sst dev` runs on a developer's stage, as SST's CLI is told.

const root = join(import.meta.dirname, "..")
const { resources, components } = await synthesise({
  root,
  stage: "alice",
  dev: true,
  cache: join(root, ".darkroom"),
})
const of = <Inputs>(type: string) =>
  resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs as Inputs)

interface Pane {
  readonly title: string
  readonly command: string
  readonly directory?: string
  readonly autostart: boolean
  readonly environment?: Readonly<Record<string, string>>
}
const panes = components.flatMap(({ outputs }) => (outputs["_dev"] ? [outputs["_dev"] as Pane] : []))
const [web, engine] = ["web", "engine"].map((title) => panes.find((pane) => pane.title === title))

it("has a pane for the page, which Vite serves with the stage's own addresses", () => {
  expect(web).toMatchObject({ directory: "packages/web", autostart: true })
  expect(web?.command).toBe("npm run dev -- --port 5173 --strictPort")
  const { DARKROOM_CONFIG, DARKROOM_API_URL } = web!.environment!
  expect(JSON.parse(DARKROOM_CONFIG!)).toMatchObject({ apiUrl: "api", realtime: { topic: "darkroom/alice/users" } })
  expect(DARKROOM_API_URL).toMatch(/^https:\/\/.+\.execute-api\./)
})

it("has a pane for the offline engine, which starts when it is asked to", () => {
  expect(panes).toHaveLength(2)
  expect(engine).toMatchObject({ command: "npm start -- --no-open", autostart: false })
})

it("lets the page of that pane sign people in and upload", () => {
  const [client] = of<{ callbackUrls: string[] }>("aws:cognito/userPoolClient:UserPoolClient")
  expect(client?.callbackUrls).toEqual(["http://localhost:5173/", "http://localhost:5173/callback"])
  const [cors] = of<{ corsRules: { allowedOrigins: string[] }[] }>(
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  )
  expect(cors?.corsRules[0]?.allowedOrigins).toEqual(["http://localhost:5173"])
})

it("runs every function live: a stub on AWS, the handler's TypeScript on the developer's machine", () => {
  const live = components.flatMap(({ outputs }) => (outputs["_live"] ? [outputs["_live"] as { handler: string }] : []))
  const stubs = of<{ runtime: string; name: string }>("aws:lambda/function:Function")
  expect(stubs.length).toBeGreaterThan(15)
  // SST's bridge to `sst dev` is a binary.
  expect(stubs.filter(({ runtime }) => runtime !== "provided.al2023")).toEqual([])
  expect(live).toHaveLength(stubs.length)
  for (const { handler } of live) expect(handler).toMatch(/^services\/[a-z]+\/src\/[a-z-]*handler\.handler$/)
})

it("has nothing that costs by the month or that people would be called for", () => {
  const types = new Set(resources.map(({ type }) => type))
  const published = [
    "aws:cloudfront/distribution:Distribution",
    "aws:wafv2/webAcl:WebAcl",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
  ]
  expect(published.filter((type) => types.has(type))).toEqual([])
})

it("keeps a developer's stage apart: its name is in every physical name", () => {
  const names = ["aws:sqs/queue:Queue", "aws:dynamodb/table:Table", "aws:s3/bucket:Bucket", "aws:sns/topic:Topic"]
    .flatMap((type) => of<{ name?: string; bucket?: string }>(type))
    .map(({ name, bucket }) => name ?? bucket)
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name) => !name?.startsWith("darkroom-alice-"))).toEqual([])
})
