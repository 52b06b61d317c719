import { type Synthesised, synthesise } from "@darkroom/local"
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

/** What AWS takes for a name, by the module and name of Pulumi's type. */
const NAMES: Readonly<Record<string, { readonly field?: string; readonly pattern: RegExp }>> = {
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
  "cognito/userPoolDomain": {
    field: "domain",
    pattern: /^(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  },
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
  "cognito/userPool": { pattern: /^[\w\s+=,.@-]{1,128}$/ },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  "s3/bucket": { field: "bucket", pattern: /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/ },
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  "lambda/function": { pattern: /^[\w-]{1,64}$/ },
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  "iam/role": { pattern: /^[\w+=,.@-]{1,64}$/ },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
  "sqs/queue": { pattern: /^[\w-]{1,80}$/ },
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  "sns/topic": { pattern: /^[\w-]{1,256}$/ },
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
  "dynamodb/table": { pattern: /^[\w.-]{3,255}$/ },
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
  "cloudwatch/eventBus": { pattern: /^(?!aws\.)[\w./-]{1,256}$/ },
  // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
  "scheduler/schedule": { pattern: /^[\w.-]{1,64}$/ },
  // https://docs.aws.amazon.com/iot/latest/apireference/API_CreateAuthorizer.html
  "iot/authorizer": { pattern: /^[\w=,@-]{1,128}$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  "cloudwatch/dashboard": { field: "dashboardName", pattern: /^[\w-]{1,255}$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  "cloudwatch/metricAlarm": { pattern: /^[\x20-\x7e]{1,255}$/ },
  "cloudwatch/compositeAlarm": { field: "alarmName", pattern: /^[\x20-\x7e]{1,255}$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  "cloudwatch/logGroup": { pattern: /^[\w./#-]{1,512}$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
  "cloudwatch/queryDefinition": { pattern: /^.{1,255}$/ },
  // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
  "wafv2/webAcl": { pattern: /^[\w-]{1,128}$/ },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html
  "cloudfront/function": { pattern: /^[\w-]{1,64}$/ },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateKeyValueStore.html
  "cloudfront/keyValueStore": { pattern: /^[\w-]{1,64}$/ },
  "cloudfront/responseHeadersPolicy": { pattern: /^[\w-]{1,128}$/ },
  "apigatewayv2/api": { pattern: /^.{1,128}$/ },
  "apigatewayv2/authorizer": { pattern: /^.{1,128}$/ },
}

/** aws:sqs/queue:Queue -> sqs/queue. */
const kindOf = (type: string) => type.split(":")[1] ?? ""
const named = ({ resources }: Synthesised) =>
  resources
    .filter(({ type }) => type.startsWith("aws:"))
    .flatMap(({ type, inputs }) => {
      const kind = kindOf(type)
      const name = inputs[NAMES[kind]?.field ?? "name"]
      return typeof name === "string" ? [{ kind, name }] : []
    })

const evaluated = (options: { stage: string; dev?: boolean }) =>
  synthesise({ root, cache: join(root, ".darkroom"), ...options })

describe.each(STAGES)("the stage $stage", async (options) => {
  const { stage } = options
  const synthesised = await evaluated(options)
  // SST cuts long names, the app's and the stage's part first.
  const made = named(synthesised).filter(({ name }) => name.toLowerCase().includes(stage.slice(0, 20).toLowerCase()))

  it("has names that AWS takes, in every service that has names made of it", () => {
    expect(made.length).toBeGreaterThan(100)
    expect([...new Set(made.map(({ kind }) => kind))].filter((kind) => NAMES[kind] === undefined)).toEqual([])
    expect(made.filter(({ kind, name }) => !NAMES[kind]!.pattern.test(name))).toEqual([])
  })

  it("has a login's domain that Cognito takes", () => {
    const domains = named(synthesised).filter(({ kind }) => kind === "cognito/userPoolDomain")
    expect(domains.map(({ name }) => name)).toEqual([expect.stringMatching(NAMES["cognito/userPoolDomain"]!.pattern)])
  })

  it("has metrics in a namespace that CloudWatch takes, and topics that IoT takes", () => {
    const text = JSON.stringify(synthesised.resources)
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
  const room = named(await evaluated({ stage })).flatMap(({ kind, name }) =>
    name.startsWith(`darkroom-${stage}-`) ? (CUT[kind] ?? Infinity) - name.length : [],
  )
  const longest = stage.length + Math.min(...room)
  const text = readFileSync(join(root, "docs/deploy.md"), "utf8")
  expect(/stage whose name has at most (\d+) characters/.exec(text)?.[1]).toBe(String(longest))
})
