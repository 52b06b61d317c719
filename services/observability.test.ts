import { synth, synthesise } from "@darkroom/local"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import { fixed } from "../bench/monthly-cost.ts"

// What watches a stage on AWS refers to what is there, and all that is there is watched.

const root = join(import.meta.dirname, "..")
const stage = (name: string, cache = ".darkroom") => synthesise({ root, stage: name, cache: join(root, cache) })
const production = await stage("production")
const graph = await synth({ root, stage: "production", cache: join(root, ".darkroom") })
/** The graph has functions by ARN alone, which ends in the name. */
const functionNames = graph.functions.map(({ arn }) => arn.slice(arn.lastIndexOf(":") + 1))
const named = (values: readonly { name: string }[]) => values.map(({ name }) => name)

const inputsOf = <Inputs>({ resources }: typeof production, type: string) =>
  resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs as Inputs)

interface Metric {
  readonly namespace: string
  readonly metricName: string
  readonly dimensions: Readonly<Record<string, string>>
}
interface Alarm {
  readonly name: string
  readonly alarmDescription: string
  readonly alarmActions: readonly string[]
  readonly metricQueries: readonly { metric?: Metric }[]
}
interface Composite {
  readonly alarmName: string
  readonly alarmDescription: string
  readonly alarmActions: readonly string[]
  readonly alarmRule: string
}
const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
const alarms = inputsOf<Alarm>(production, METRIC_ALARM)
const composites = inputsOf<Composite>(production, "aws:cloudwatch/compositeAlarm:CompositeAlarm")
const all = [
  ...alarms.map((alarm) => ({ ...alarm, tells: alarm.alarmActions.length > 0 })),
  ...composites.map((alarm) => ({ ...alarm, name: alarm.alarmName, tells: alarm.alarmActions.length > 0 })),
]
const metricsOf = (alarm: Alarm) => alarm.metricQueries.flatMap(({ metric }) => metric ?? [])

/** Figures of the account and not of one resource of this app: it shares these limits with all that runs beside it. */
const ofTheAccount = ["AWS/Lambda Throttles", "AWS/Lambda ConcurrentExecutions", "AWS/Billing EstimatedCharges"]
const operations = graph.functions.flatMap(({ statements }) => statements.flatMap(({ actions }) => actions))

/** Whether the graph has what a metric is about. */
function isThere({ namespace, metricName, dimensions }: Metric): boolean {
  const { FunctionName, QueueName, TableName, GlobalSecondaryIndexName, EventBusName, RuleName, ApiId } = dimensions
  if (FunctionName) return functionNames.includes(FunctionName)
  if (QueueName) return named(graph.queues).includes(QueueName)
  if (TableName) {
    const table = graph.tables.find(({ name }) => name === TableName)
    const indexes = named(table?.indexes ?? [])
    return table !== undefined && (GlobalSecondaryIndexName === undefined || indexes.includes(GlobalSecondaryIndexName))
  }
  if (RuleName) return graph.rules.some(({ name, bus }) => name === RuleName && bus === (EventBusName ?? "default"))
  if (ApiId) return graph.apis.some(({ apiId }) => apiId === ApiId)
  if (namespace === "Darkroom/production")
    return graph.functions.some(
      ({ environment }) =>
        environment["DARKROOM_SERVICE"] === dimensions["service"] &&
        environment["DARKROOM_METRICS_NAMESPACE"] === namespace,
    )
  if (namespace === "AWS/Rekognition") {
    const { Operation = "DetectLabels" } = dimensions
    return operations.includes(`rekognition:${Operation}`)
  }
  return ofTheAccount.includes(`${namespace} ${metricName}`)
}

const missing = (metrics: readonly Metric[]) => metrics.filter((metric) => !isThere(metric))

describe("every alarm", () => {
  it("is about resources that are there, and takes no more metrics than an alarm may", () => {
    expect(alarms.length).toBeGreaterThan(50)
    expect(alarms.flatMap((alarm) => missing(metricsOf(alarm)))).toEqual([])
    expect(alarms.filter((alarm) => metricsOf(alarm).length > 10).map(({ name }) => name)).toEqual([])
  })

  it("is counted by the cost tables of docs/deploy.md", () => {
    const metrics = alarms.flatMap(metricsOf).length
    expect([metrics, composites.length]).toEqual([fixed.alarmMetrics, fixed.compositeAlarms])
  })

  it("tells people by itself, or is part of one that does", () => {
    const parts = composites.flatMap(({ alarmRule }) =>
      [...alarmRule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name),
    )
    expect(new Set(parts)).toEqual(new Set(named(all.filter(({ tells }) => !tells))))
    expect(all.filter(({ tells }) => tells).length).toBeLessThan(20)
  })

  it("has a runbook, and every runbook an alarm", () => {
    const pages = all.map(({ name, tells, alarmDescription }) => ({
      name,
      tells,
      page: /docs\/runbooks\/(.+)\.md$/.exec(alarmDescription)?.[1],
    }))
    for (const { name, tells, page } of pages) {
      if (tells) expect(`darkroom-production-${page}`).toBe(name)
      expect(existsSync(join(root, `docs/runbooks/${page}.md`)), `the runbook of ${name}`).toBe(true)
    }
    const written = readdirSync(join(root, "docs/runbooks")).map((file) => file.replace(/\.md$/, ""))
    expect(new Set(pages.map(({ page }) => page))).toEqual(new Set(written.filter((page) => page !== "README")))
  })
})

it.each(readdirSync(join(root, "docs/runbooks")).filter((file) => file !== "README.md"))(
  "the runbook %s says what it means, how to look, what to do and when it clears",
  (file) => {
    const headings = readFileSync(join(root, "docs/runbooks", file), "utf8").match(/^## .+$/gm)
    expect(headings).toEqual(["## What it means", "## How to look", "## What to do", "## When it clears"])
  },
)

describe("the dashboard", () => {
  const [dashboard] = inputsOf<{ dashboardBody: string }>(production, "aws:cloudwatch/dashboard:Dashboard")
  const { widgets } = JSON.parse(dashboard!.dashboardBody) as {
    widgets: { type: string; properties: { title: string; metrics?: (string | object)[][]; alarms?: string[] } }[]
  }

  it("shows what is there", () => {
    const metrics = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([first]) => typeof first === "string")
    const read = metrics.map(([namespace, metricName, ...rest]) => {
      const pairs = rest.filter((each): each is string => typeof each === "string")
      const dimensions = Object.fromEntries(
        pairs.flatMap((name, index) => (index % 2 === 0 ? [[name, pairs[index + 1]]] : [])),
      )
      return { namespace, metricName, dimensions } as Metric
    })
    expect(read.length).toBeGreaterThan(100)
    expect(missing(read)).toEqual([])
  })

  it("shows every alarm that tells people", () => {
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(":alarm:")[1])
    expect(new Set(shown)).toEqual(new Set(named(all.filter(({ tells }) => tells))))
  })
})

describe("all that can fail is watched", () => {
  const watched = (dimension: string, metricName: string) =>
    alarms
      .flatMap(metricsOf)
      .flatMap((metric) => (metric.metricName === metricName ? (metric.dimensions[dimension] ?? []) : []))

  it.each(["Errors", "Duration"])("%s of every function", (metric) => {
    expect(watched("FunctionName", metric).toSorted()).toEqual(functionNames.toSorted())
  })

  it("the age of every queue, and the depth of every dead-letter queue", () => {
    const dead = new Set([
      ...graph.queues.flatMap(({ redrive }) => redrive?.deadLetterArn ?? []),
      ...graph.rules.flatMap(({ targets }) => targets.flatMap(({ deadLetterArn }) => deadLetterArn ?? [])),
    ])
    const isDead = ({ arn }: { arn: string }) => dead.has(arn)
    expect(watched("QueueName", "ApproximateNumberOfMessagesVisible").toSorted()).toEqual(
      named(graph.queues.filter(isDead)).toSorted(),
    )
    // Commands alone read it, and what they leave is gone soon.
    const tap = graph.queues.filter(({ id }) => id === "ReplayTap")
    expect(tap.map(({ retention }) => retention <= 86_400)).toEqual([true])
    expect(watched("QueueName", "ApproximateAgeOfOldestMessage").toSorted()).toEqual(
      named(graph.queues.filter((queue) => !isDead(queue) && !tap.includes(queue))).toSorted(),
    )
  })

  it("every rule, table, index and API", () => {
    expect(watched("RuleName", "FailedInvocations").toSorted()).toEqual(named(graph.rules).toSorted())
    const tables = alarms.flatMap(metricsOf).filter(({ metricName }) => metricName === "WriteThrottleEvents")
    const seen = tables.map(({ dimensions }) => Object.values(dimensions).toSorted().join())
    const there = graph.tables.flatMap(({ name, indexes }) =>
      [[name], ...named(indexes).map((index) => [name, index])].map((key) => key.toSorted().join()),
    )
    expect(seen.toSorted()).toEqual(there.toSorted())
    expect(watched("ApiId", "5xx")).toEqual(graph.apis.map(({ apiId }) => apiId))
  })
})

it("has a saved query over the logs of all functions, by a field that they log", () => {
  const [query] = inputsOf<{ logGroupNames: string[]; queryString: string }>(
    production,
    "aws:cloudwatch/queryDefinition:QueryDefinition",
  )
  const groups = inputsOf<{ loggingConfig: { logGroup: string } }>(production, "aws:lambda/function:Function").map(
    ({ loggingConfig }) => loggingConfig.logGroup,
  )
  expect(query!.logGroupNames.toSorted()).toEqual(groups.toSorted())
  expect(query!.queryString).toContain("filter correlationId =")
})

it("has X-Ray follow every function, whose roles may send it segments", () => {
  const functions = inputsOf<{ tracingConfig?: { mode: string }; role: string }>(
    production,
    "aws:lambda/function:Function",
  )
  const roles = production.resources.filter(({ type }) => type === "aws:iam/role:Role")
  for (const { tracingConfig, role } of functions) {
    const { inputs } = roles.find(({ state }) => state["arn"] === role)!
    expect(tracingConfig).toEqual({ mode: "Active" })
    expect(inputs["managedPolicyArns"]).toContain("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess")
  }
})

describe("a laptop", async () => {
  const local = await stage("local")

  it("has no alarm, no dashboard and no traces, and so nothing that the engine would not run", () => {
    expect(local.resources.filter(({ type }) => /Alarm|[dD]ashboard|[qQ]ueryDefinition/.test(type))).toEqual([])
    expect(
      inputsOf<{ tracingConfig?: object }>(local, "aws:lambda/function:Function").filter((each) => each.tracingConfig),
    ).toEqual([])
  })
})

describe("a stage with somebody on call and a webhook", async () => {
  vi.stubEnv("DARKROOM_ALARM_EMAIL", "on-call@example.com")
  vi.stubEnv("DARKROOM_RECIPIENTS", JSON.stringify([{ name: "shop", webhook: "https://shop.example.com/hooks" }]))
  vi.stubEnv("SST_SECRET_ShopWebhookSecret", `whsec_${Buffer.alloc(32).toString("base64")}`)
  const configured = await stage("preview", ".darkroom/with-alarm-email")
  vi.unstubAllEnvs()
  const parts = inputsOf<Alarm>(configured, METRIC_ALARM)

  it("tells them by e-mail of all alarms", () => {
    const subscriptions = inputsOf<{ topic: string; protocol: string; endpoint: string }>(
      configured,
      "aws:sns/topicSubscription:TopicSubscription",
    )
    const subscription = subscriptions.find(({ protocol }) => protocol === "email")
    expect(subscription?.endpoint).toBe("on-call@example.com")
    expect([...new Set(parts.flatMap(({ alarmActions }) => alarmActions))]).toEqual([subscription?.topic])
  })

  it("watches the webhook's function and dead letters, and not the age of what it tries for three days", () => {
    const ofTheWebhook = parts
      .map(({ name }) => name.replace("darkroom-preview-", ""))
      .filter((name) => name.endsWith("Webhook"))
    expect(ofTheWebhook.toSorted()).toEqual([
      "dead-letters-stay-ShopWebhook",
      "functions-fail-ShopWebhook",
      "functions-near-timeout-ShopWebhook",
    ])
  })
})
