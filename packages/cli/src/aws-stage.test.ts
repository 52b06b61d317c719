import { EventEmitter } from "node:events"
import { describe, expect, it, vi } from "vitest"
import { awsTarget, isWithin, runWithin } from "./aws-stage.ts"

const environment = {
  SST_RESOURCE_App: '{"name":"darkroom","stage":"production"}',
  SST_RESOURCE_Photos: '{"name":"darkroom-production-photosbucket"}',
  AWS_REGION: "eu-west-1",
  HOME: "/home/ada",
}

describe("a stage on AWS", () => {
  it("is what sst shell has put into the environment", () => {
    expect(awsTarget(environment)).toEqual({
      name: "production",
      client: { region: "eu-west-1" },
      links: {
        App: { name: "darkroom", stage: "production" },
        Photos: { name: "darkroom-production-photosbucket" },
      },
    })
    expect(awsTarget({ HOME: "/home/ada" })).toBeUndefined()
  })

  it("is reached at once by a process that has its links, and not by one that has another's", () => {
    expect(isWithin("production", environment)).toBe(true)
    expect(isWithin("staging", environment)).toBe(false)
    expect(isWithin("production", {})).toBe(false)
  })

  it("has the same command run within sst shell, and its exit code passed on", async () => {
    const child = new EventEmitter()
    const listeners = process.listenerCount("SIGINT")
    const start = vi.fn(() => child)
    const code = runWithin("production", ["trace", "a b", "--stage", "production"], {
      root: "/darkroom",
      start: start as never,
    })
    // Ctrl-C is for the command within, which may have something to clean up.
    expect(process.listenerCount("SIGINT")).toBe(listeners + 1)
    child.emit("close", 3)
    expect(await code).toBe(3)
    expect(process.listenerCount("SIGINT")).toBe(listeners)
    const [file, args, options] = start.mock.calls[0] as unknown as [string, string[], object]
    expect(file).toBe("/darkroom/node_modules/.bin/sst")
    expect(args.slice(0, 4)).toEqual(["shell", "--stage", "production", "--"])
    expect(args[4]).toBe(process.execPath)
    expect(args.slice(6)).toEqual(["trace", "a b", "--stage", "production"])
    expect(options).toMatchObject({ cwd: "/darkroom", stdio: "inherit" })
  })
})
