import { synth } from "@darkroom/local"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")

/** Before all tests: evaluates sst.config.ts once, so that tests which run at the same time find it in the cache. */
export default async function synthOnce(): Promise<void> {
  await synth({ root, stage: "local", cache: join(root, ".darkroom"), log: console.log })
}
