import { synth } from "@darkroom/local"
import { join } from "node:path"
import { installChromium } from "../packages/cli/e2e/chromium.ts"
import { isWhole } from "./test-parts.ts"

const root = join(import.meta.dirname, "..")

/**
 * Before all tests: installs SST's components and Chromium where they are missing, and evaluates sst.config.ts once. Tests run meanwhile,
 * for most need neither; those that do wait for it, and fail where it fails. Of some tests alone, those that need it do it themselves.
 */
export default function prepareTests(): (() => Promise<void>) | undefined {
  if (!isWhole) return undefined
  const preparing = Promise.allSettled([
    synth({ root, stage: "local", cache: join(root, ".darkroom"), log: console.log }),
    installChromium(),
  ])
  return async () => void (await preparing)
}
