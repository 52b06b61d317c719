import { synth } from "@darkroom/local"
import { join } from "node:path"
import { expect, it, vi } from "vitest"

const root = join(import.meta.dirname, "..")

it("leaves FFmpeg out where DARKROOM_VIDEO is off, and has every video rejected", async () => {
  vi.stubEnv("DARKROOM_VIDEO", "off")
  const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom") })
  vi.unstubAllEnvs()
  const functions = graph.functions.filter(({ handler }) => handler.startsWith("services/video/"))
  expect(functions.map(({ id }) => id)).toEqual(["VideoRefuseHandler"])
  expect(JSON.stringify(graph.functions.map(({ bundle }) => bundle))).not.toContain("node-av")
  const read = graph.mappings
    .filter(({ functionArn }) => functionArn === functions[0]!.arn)
    .map(({ queueArn }) => queueArn)
  const types = graph.rules
    .filter(({ targets }) => targets.some(({ arn }) => read.includes(arn)))
    .flatMap(({ pattern }) => (pattern as { "detail-type": string[] })["detail-type"])
  expect(new Set(types)).toEqual(new Set(["VideoUploaded"]))
})
