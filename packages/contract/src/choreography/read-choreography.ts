import type { EventDefinition } from "@darkroom/events"
import type { SubscriberHandler } from "@darkroom/lambda"
import type { FunctionNode, Graph, Statement } from "@darkroom/local"
import { join } from "node:path"
import type { Choreography, ChoreographyFunction, Consumed, ContractEvent, Intake } from "./choreography.ts"

type Definition = Pick<EventDefinition, "name" | "source" | "version" | "earlier" | "unconsumed">

/** What a handler's file subscribes to, by the graph's `handler` of it. */
export type ReadSubscriptions = (handler: string) => Promise<readonly { type: string; source: string }[]>

/** Reads from the graph who may emit what and which rules feed whom, and from the handlers what they subscribe to. */
export async function readChoreography(
  graph: Graph,
  definitions: readonly Definition[],
  readSubscriptions: ReadSubscriptions,
): Promise<Choreography> {
  const functions = await Promise.all(graph.functions.map((node) => readFunction(node, graph, readSubscriptions)))
  return {
    services: [...new Set(functions.map(({ service }) => service))].toSorted(),
    events: definitions.map(contractEvent),
    functions,
    intakes: intakesOf(graph),
  }
}

/** From the handlers' own files under the root of a checkout. */
export function subscriptionsIn(root: string): ReadSubscriptions {
  return async (handler) => {
    const dot = handler.lastIndexOf(".")
    const module = (await import(join(root, `${handler.slice(0, dot)}.ts`))) as Record<
      string,
      Partial<SubscriberHandler>
    >
    return module[handler.slice(dot + 1)]?.subscriptions ?? []
  }
}

function contractEvent({ name, source, version, earlier = [], unconsumed }: Definition): ContractEvent {
  const present = { name, source, version }
  const alsoEmitted = earlier.flatMap((each) => (each.downcast === undefined ? [] : [each.version]))
  return { ...present, alsoEmitted, ...(unconsumed === undefined ? {} : { unconsumed }) }
}

async function readFunction(node: FunctionNode, graph: Graph, read: ReadSubscriptions): Promise<ChoreographyFunction> {
  const service = serviceOf(node.handler)
  const puts = node.statements.filter(({ actions }) => actions.includes("events:PutEvents"))
  const isOwn = (statement: Statement) =>
    valuesOf(statement, "events:source").every((each) => each === `darkroom.${service}`)
  const typesOf = (statements: readonly Statement[]) => [
    ...new Set(statements.flatMap((each) => valuesOf(each, "events:detail-type"))),
  ]
  return {
    id: node.id,
    service,
    consumes: await consumedBy(node, graph, read),
    emits: typesOf(puts.filter(isOwn)),
    emitsForOthers: typesOf(puts.filter((each) => !isOwn(each))),
    writes: node.statements
      .filter(({ actions }) => actions.includes("s3:PutObject"))
      .flatMap(({ resources }) => resources.map(keysIn)),
  }
}

/** services/<name>/src/handler.handler -> name. */
function serviceOf(handler: string): string {
  return handler.split("/")[1] ?? handler
}

function valuesOf({ conditions = [] }: Statement, variable: string): readonly string[] {
  return conditions.find((each) => each.variable === variable)?.values ?? []
}

/** `arn:aws:s3:::bucket/keys` in two. */
function keysIn(resource: string): { bucket: string; keys: string } {
  const slash = resource.indexOf("/")
  return slash < 0
    ? { bucket: resource, keys: "*" }
    : { bucket: resource.slice(0, slash), keys: resource.slice(slash + 1) }
}

async function consumedBy(
  node: FunctionNode,
  { mappings, rules }: Graph,
  read: ReadSubscriptions,
): Promise<Consumed[]> {
  const queues = mappings.filter(({ functionArn }) => functionArn === node.arn).map(({ queueArn }) => queueArn)
  if (queues.length === 0) return []
  const patterns = rules.filter(({ targets }) => targets.some(({ arn }) => queues.includes(arn))).map(readPattern)
  const subscriptions = (await read(node.handler)).filter(({ source }) => source.startsWith("darkroom."))
  return subscriptions.flatMap(({ type: name, source }) => {
    const fed = patterns.filter((pattern) => pattern.types.includes(name) && pattern.sources.includes(source))
    const versions = new Set(fed.map(({ version }) => version))
    return [...versions].map((version) => ({ name, source, ...(version === undefined ? {} : { version }) }))
  })
}

interface Pattern {
  readonly source?: string[]
  readonly "detail-type"?: string[]
  readonly detail?: {
    readonly metadata?: { readonly version?: number[] }
    readonly bucket?: { readonly name: string[] }
    readonly object?: { readonly key: ({ readonly prefix: string } | { readonly wildcard: string })[] }
  }
}

function readPattern({ pattern = {} }: { pattern?: unknown }) {
  const { source = [], "detail-type": types = [], detail } = pattern as Pattern
  return { sources: source, types, version: detail?.metadata?.version?.[0] }
}

/** Rules on what S3 says of new objects. */
function intakesOf({ rules, buckets, mappings, functions }: Graph): Intake[] {
  return rules.flatMap(({ name: rule, pattern, targets }) => {
    const { source, "detail-type": types, detail } = (pattern ?? {}) as Pattern
    if (!source?.includes("aws.s3") || !types?.includes("Object Created")) return []
    const keys = (detail?.object?.key ?? []).map((each) => ("prefix" in each ? `${each.prefix}*` : each.wildcard))
    const readers = mappings.filter(({ queueArn }) => targets.some(({ arn }) => arn === queueArn))
    const services = functions.filter(({ arn }) => readers.some(({ functionArn }) => functionArn === arn))
    const named = buckets.filter(({ name }) => detail?.bucket?.name.includes(name))
    return named.flatMap(({ arn: bucket }) =>
      services.map(({ handler }) => ({
        service: serviceOf(handler),
        rule,
        bucket,
        keys: keys.length > 0 ? keys : ["*"],
      })),
    )
  })
}
