import { names, namesIn } from "@darkroom/aws-rules"
import { synthesise } from "@darkroom/local"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

// SST takes letters, digits and hyphens, beginning with a letter, for the name of a stage. AWS takes less for some names that are made of it.

const root = join(import.meta.dirname, "..")
/** A preview, a developer in `sst dev`, and what a script may make of a branch. */
const STAGES = [
  { stage: "PR-12" },
  { stage: "lawson", dev: true },
  { stage: "a-branch-that-somebody-gave-a-name-of-exactly-60-characters-" },
]

const evaluated = (options: { stage: string; dev?: boolean }) =>
  synthesise({ root, cache: join(root, ".darkroom"), ...options })

describe.each(STAGES)("the stage $stage", async (options) => {
  const { stage } = options
  const { resources } = await evaluated(options)

  it("has names that AWS takes", () => {
    // SST cuts long names, the app's and the stage's part first.
    const own = namesIn(resources).filter(({ name }) => name.toLowerCase().includes(stage.slice(0, 20).toLowerCase()))
    expect(own.length).toBeGreaterThan(100)
    expect(names(resources)).toEqual([])
  })

  it("has metrics in a namespace that CloudWatch takes, and topics that IoT takes", () => {
    const text = JSON.stringify(resources)
    const [, namespace] = /"DARKROOM_METRICS_NAMESPACE":"([^"]+)"/.exec(text) ?? []
    expect(namespace).toMatch(/^[\w./#:-]{1,255}$/)
    const topic = `darkroom/${stage}/users/${"0".repeat(36)}/photos/${"0".repeat(36)}`
    // https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
    expect([topic.length <= 256, topic.split("/").length <= 8]).toEqual([true, true])
  })
})

/** Of the names that SST cuts, and that docs/deployer-policy.json wants to begin with the app's: how long they can be. */
const CUT: Readonly<Record<string, number>> = {
  "iam/role": 64,
  "lambda/function": 64,
  "s3/bucket": 63,
  "scheduler/schedule": 64,
  "sqs/queue": 80,
}

it("says how long a stage's name can be for a deployer's policy, which wants names that begin with the app's", async () => {
  const stage = "production"
  const { resources } = await evaluated({ stage })
  const room = namesIn(resources).flatMap(({ kind, name }) =>
    name.startsWith(`darkroom-${stage}-`) ? (CUT[kind] ?? Infinity) - name.length : [],
  )
  const longest = stage.length + Math.min(...room)
  const text = readFileSync(join(root, "docs/deploy.md"), "utf8")
  expect(/stage whose name has at most (\d+) characters/.exec(text)?.[1]).toBe(String(longest))
})
