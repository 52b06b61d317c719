import { synth, synthesise } from "@darkroom/local"
import { join } from "node:path"
import { expect, it } from "vitest"
import { decoding as counted } from "../bench/monthly-cost.ts"

// FFmpeg runs on what strangers upload. Whoever takes it over by a crafted file has what the function's role has, and what is in its process.

const root = join(import.meta.dirname, "..")
const options = { root, stage: "production", cache: join(root, ".darkroom") }
const graph = await synth(options)
const { resources } = await synthesise(options)
const decoding = graph.functions.filter(({ bundle }) => bundle.install.some((name) => name.includes("node-av")))

const inputsOf = <Inputs>(type: string, name: string) =>
  resources.find((resource) => resource.type === type && resource.name === name)!.inputs as Inputs

it("is about functions that are there", () => {
  expect(decoding.map(({ id }) => id).sort()).toEqual(["VideoConvertHandler", "VideoLookHandler"])
})

it.each(decoding.map((node) => [node.id, node] as const))(
  "%s, which contains FFmpeg, may write logs and traces and nothing else",
  (id, { statements }) => {
    expect(statements).toEqual([])
    const { managedPolicyArns } = inputsOf<{ managedPolicyArns: string[] }>("aws:iam/role:Role", `${id}Role`)
    const names = managedPolicyArns.map((arn) => arn.split("/").at(-1))
    expect(new Set(names)).toEqual(new Set(["AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess"]))
  },
)

it.each(decoding.map((node) => [node.id, node] as const))(
  "%s knows no resource of the app",
  (_, { links, environment }) => {
    expect(Object.keys(links).filter((name) => name !== "App")).toEqual([])
    expect(Object.keys(environment).filter((name) => name.startsWith("DARKROOM_"))).toEqual([
      "DARKROOM_METRICS_NAMESPACE",
    ])
  },
)

// A role is not all: a process that was taken over would be handed the next user's video.
it.each(decoding.map(({ id }) => id))("%s shares no execution environment between users", (id) => {
  const { tenancyConfig } = inputsOf<{ tenancyConfig?: object }>("aws:lambda/function:Function", `${id}Function`)
  expect(tenancyConfig).toEqual({ tenantIsolationMode: "PER_TENANT" })
})

it("is as large, and waited for by as small a function, as the cost tables of docs/deploy.md count", () => {
  const memory = (name: string) => graph.functions.find(({ id }) => id === name)?.memory
  for (const { decodes, megabytes, waits, waiting } of counted)
    expect([memory(decodes), memory(waits)]).toEqual([megabytes, waiting])
})
