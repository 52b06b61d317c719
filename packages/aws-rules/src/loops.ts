import { covers, overlap } from "./glob.ts"
import { type Role, rolesOf, type Statement } from "./policies.ts"
import { all, functionsOf, mappingsOf, queuesOf, type Resources } from "./resources.ts"

/** What one function causes to happen: another runs. */
interface Hop {
  /** Name of the resource between the two. */
  readonly via: string
  /** ARN of the function that runs. */
  readonly to: string
}

interface App {
  readonly resources: Resources
  readonly roles: readonly Role[]
  readonly rules: readonly Rule[]
}

/**
 * No function feeds itself through queues, topics, notifications of S3 or invocations, directly or through others: Lambda stops such a
 * chain after about 16 invocations. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function recursiveLoops(resources: Resources): string[] {
  const app = appOf(resources)
  const hops = new Map(
    functionsOf(resources).map(({ state }) => [state.arn, trackedHops(app, statementsOf(app, state.role))]),
  )
  return functionsOf(resources).flatMap(({ name, state }) => {
    const way = wayBack(hops, state.arn)
    return way ? [`${name}: feeds itself through ${way.join(", ")}`] : []
  })
}

/**
 * No function gets the events that it puts on a bus, or an event of S3 for an object that it writes. Lambda does not see such a loop.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules-best-practices.html
 */
export function eventLoops(resources: Resources): string[] {
  const app = appOf(resources)
  return functionsOf(resources).flatMap(({ name, state }) => {
    const statements = statementsOf(app, state.role)
    const hops = [...busHops(app, statements), ...objectHops(app, statements)]
    return hops.filter(({ to }) => to === state.arn).map(({ via }) => `${name}: gets its own events by ${via}`)
  })
}

const appOf = (resources: Resources): App => ({ resources, roles: rolesOf(resources), rules: rulesOf(resources) })

function statementsOf({ roles }: App, roleArn: string): Statement[] {
  const role = roles.find(({ arn }) => arn === roleArn)
  return (role?.inline ?? []).flatMap(({ statements }) => statements).filter(({ effect }) => effect === "Allow")
}

/** Resources that the statements name for an action. */
const targetsOf = (statements: readonly Statement[], action: string) =>
  statements
    .filter(({ actions }) => actions.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase())))
    .flatMap((statement) => statement.resources)

function trackedHops({ resources }: App, statements: readonly Statement[]): Hop[] {
  const sends = targetsOf(statements, "sqs:SendMessage")
  const publishes = targetsOf(statements, "sns:Publish")
  const invokes = targetsOf(statements, "lambda:InvokeFunction")
  const writes = targetsOf(statements, "s3:PutObject")
  const reaches = (targets: readonly string[], arn: string) => targets.some((target) => overlap(target, arn))
  return [
    ...queuesOf(resources)
      .filter(({ state }) => reaches(sends, state.arn))
      .flatMap(({ name, state }) => receivers(resources, name, state.arn)),
    ...subscriptionsOf(resources)
      .filter(({ state }) => reaches(publishes, state.topic))
      .flatMap(({ name, state }) => receivers(resources, name, state.endpoint)),
    ...functionsOf(resources)
      .filter(({ state }) => reaches(invokes, state.arn))
      .map(({ name, state }) => ({ via: name, to: state.arn })),
    ...notificationsOf(resources)
      .filter(({ keys }) => reaches(writes, keys))
      .flatMap(({ name, arn }) => receivers(resources, name, arn)),
  ]
}

/** Functions that run when something arrives at a queue or function. */
function receivers(resources: Resources, via: string, arn: string): Hop[] {
  const isFunction = functionsOf(resources).some(({ state }) => state.arn === arn)
  const mappings = mappingsOf(resources).filter(({ state }) => state.eventSourceArn === arn)
  const readers = mappings.map(({ state }) => state.functionName)
  return (isFunction ? [arn] : readers).map((to) => ({ via, to }))
}

const subscriptionsOf = (resources: Resources) =>
  all<{ topic: string; endpoint: string }>(resources, "sns/topicSubscription")

interface Target {
  readonly lambdaFunctionArn?: string
  readonly queueArn?: string
  readonly topicArn?: string
  readonly filterPrefix?: string
  readonly filterSuffix?: string
}

interface NotificationState {
  readonly bucket: string
  readonly lambdaFunctions?: readonly Target[]
  readonly queues?: readonly Target[]
  readonly topics?: readonly Target[]
}

/** S3's own notifications, each with the ARN pattern of its keys. A topic stands for what subscribes to it. */
function notificationsOf(resources: Resources) {
  return all<NotificationState>(resources, "s3/bucketNotification").flatMap(({ name, state }) => {
    const { lambdaFunctions = [], queues = [], topics = [] } = state
    return [...lambdaFunctions, ...queues, ...topics].flatMap((target) => {
      const keys = `arn:aws:s3:::${state.bucket}/${target.filterPrefix ?? ""}*${target.filterSuffix ?? ""}`
      const subscribers = subscriptionsOf(resources).filter((each) => each.state.topic === target.topicArn)
      const arns = [target.lambdaFunctionArn, target.queueArn, ...subscribers.map((each) => each.state.endpoint)]
      return arns.flatMap((arn) => (arn === undefined ? [] : [{ name, keys, arn }]))
    })
  })
}

interface RuleState {
  readonly name: string
  readonly eventBusName?: string
  readonly eventPattern?: string
}

interface Pattern {
  readonly source?: readonly unknown[]
  readonly "detail-type"?: readonly unknown[]
  readonly detail?: {
    readonly bucket?: { readonly name?: readonly unknown[] }
    readonly object?: { readonly key?: readonly unknown[] }
  }
}

interface Rule {
  readonly name: string
  readonly busName: string
  readonly pattern: Pattern
  readonly hops: readonly Hop[]
}

function rulesOf(resources: Resources): Rule[] {
  const targets = all<{ rule: string; eventBusName?: string; arn: string }>(resources, "cloudwatch/eventTarget")
  return all<RuleState>(resources, "cloudwatch/eventRule").map(({ name, state }) => {
    const { eventBusName = "default" } = state
    const own = targets.filter(
      (each) => each.state.rule === state.name && (each.state.eventBusName ?? "default") === eventBusName,
    )
    return {
      name,
      busName: eventBusName,
      pattern: JSON.parse(state.eventPattern ?? "{}") as Pattern,
      hops: own.flatMap((each) => receivers(resources, name, each.state.arn)),
    }
  })
}

function busHops(app: App, statements: readonly Statement[]): Hop[] {
  const puts = statements.filter(({ actions }) => actions.includes("events:PutEvents"))
  return app.rules.flatMap(({ busName, pattern, hops }) => {
    const bus = all<{ name: string; arn: string }>(app.resources, "cloudwatch/eventBus").find(
      ({ state }) => state.name === busName,
    )
    const gets = puts.some(
      (statement) =>
        statement.resources.some((resource) => bus !== undefined && overlap(resource, bus.state.arn)) &&
        agrees(statement, "events:source", pattern.source) &&
        agrees(statement, "events:detail-type", pattern["detail-type"]),
    )
    return gets ? hops : []
  })
}

/** Whether some value that the statement's condition allows is one that the pattern takes. */
function agrees({ conditions }: Statement, key: string, taken: readonly unknown[] | undefined): boolean {
  const condition = conditions.find((each) => each.key.toLowerCase() === key)
  return condition === undefined || taken === undefined || condition.values.some((value) => taken.includes(value))
}

function objectHops(app: App, statements: readonly Statement[]): Hop[] {
  const writes = targetsOf(statements, "s3:PutObject")
  return app.rules.flatMap(({ pattern, hops }) => {
    const { source = [], "detail-type": types = ["Object Created"], detail } = pattern
    if (!source.includes("aws.s3") || !types.includes("Object Created")) return []
    const buckets = detail?.bucket?.name ?? ["*"]
    const keys = (detail?.object?.key ?? [{ prefix: "" }]).map(keyGlob)
    const arns = buckets.flatMap((bucket) => keys.map((key) => `arn:aws:s3:::${String(bucket)}/${key}`))
    return arns.some((arn) => writes.some((written) => overlap(written, arn))) ? hops : []
  })
}

/** What an element of an event pattern matches, as a pattern with wildcards; anything where it is none of the usual three. */
function keyGlob(element: unknown): string {
  if (typeof element === "string") return element
  const { prefix, suffix, wildcard } = element as Readonly<Record<string, string | undefined>>
  if (wildcard !== undefined) return wildcard
  return prefix === undefined ? `*${suffix ?? ""}` : `${prefix}*`
}

/** Names of what lies on the shortest way from a function to itself. */
function wayBack(hops: ReadonlyMap<string, readonly Hop[]>, start: string): string[] | undefined {
  const ways: { at: string; names: string[] }[] = [{ at: start, names: [] }]
  const seen = new Set<string>()
  for (const { at, names } of ways) {
    for (const { via, to } of hops.get(at) ?? []) {
      if (to === start) return [...names, via]
      if (seen.has(to)) continue
      seen.add(to)
      ways.push({ at: to, names: [...names, via] })
    }
  }
  return undefined
}
