import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { handlerFolder, testFunction } from "./lambda/testing.ts"
import { watchSources } from "./watch.ts"

/** Answers its version; at once, or when the file that the event names exists. */
const version = (name: string) => `
  import { existsSync } from "node:fs"
  import { setTimeout } from "node:timers/promises"
  export const handler = async (until?: string) => {
    if (until) console.log("at work")
    while (until && !existsSync(until)) await setTimeout(5)
    return "${name}"
  }`

/** Resolves with the next changed file. */
function nextChange(root: string, folders: readonly string[] = ["."], onChange = (_file: string) => {}) {
  let stop = () => {}
  const change = new Promise<string>((resolve) => {
    stop = watchSources(root, folders, (file) => {
      onChange(file)
      resolve(file)
    })
  })
  onTestFinished(() => stop())
  return change
}

describe("new code", () => {
  it("runs at the next invocation after the change; what was at work ends in the old code", async () => {
    const { runner, root, lines } = testFunction(version("old"))
    const until = join(root, "go")
    expect(await runner.invoke(undefined)).toBe("old")
    const atWork = runner.invoke(until)
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 })
    const changed = nextChange(root, ["."], () => runner.recycle())
    writeFileSync(join(root, "handler.ts"), version("new"))
    expect(await changed).toBe("handler.ts")
    expect(await runner.invoke(undefined)).toBe("new")
    expect(existsSync(until)).toBe(false)
    writeFileSync(until, "")
    expect(await atWork).toBe("old")
    expect(await runner.invoke(undefined)).toBe("new")
    expect(runner.stats()).toMatchObject({ errors: 0, coldStarts: 2 })
  })

  it("is noticed in folders below, and told once for files that change together", async () => {
    const root = handlerFolder("")
    mkdirSync(join(root, "services/a/src"), { recursive: true })
    const told: string[] = []
    const changed = nextChange(root, ["services"], (file) => void told.push(file))
    writeFileSync(join(root, "services/a/src/one.ts"), "")
    writeFileSync(join(root, "services/a/src/two.ts"), "")
    expect(await changed).toBe("services/a/src/one.ts")
    expect(told).toHaveLength(1)
  })

  it("is noticed beside the folders, as sst.config.ts is", async () => {
    const root = handlerFolder("")
    mkdirSync(join(root, "services"))
    const changed = nextChange(root, ["services"])
    writeFileSync(join(root, "sst.config.ts"), "")
    expect(await changed).toBe("sst.config.ts")
  })

  it("is no test, no other file and no dependency", async () => {
    const root = handlerFolder("")
    mkdirSync(join(root, "node_modules"))
    const changed = nextChange(root)
    for (const file of ["handler.test.ts", "notes.md", "node_modules/index.ts", "real.ts"])
      writeFileSync(join(root, file), "")
    expect(await changed).toBe("real.ts")
  })
})
