import { EMPTY_GRAPH, type FunctionNode, type Graph, type Statement } from "@darkroom/local"
import type { Choreography } from "./choreography.ts"
import { readChoreography } from "./read-choreography.ts"

/** A service of a graph: what its rule passes on, what it may emit, and where it may write. */
export interface ServiceSpec {
  readonly name: string
  readonly on?: readonly string[]
  readonly emits?: readonly string[]
  /** Of what it emits. Default: its own. */
  readonly sources?: readonly string[]
  /** The one version that its rule lets through. */
  readonly version?: number
  /** Keys of the bucket Photos. */
  readonly writes?: readonly string[]
  /** Keys of the bucket Photos that a rule of its takes in. */
  readonly takesIn?: readonly object[]
}

export interface EventSpec {
  readonly name: string
  readonly by: string
  readonly version?: number
  readonly earlier?: readonly { version: number; downcast?: () => unknown }[]
  readonly unconsumed?: string
}

const BUCKET = { id: "Photos", name: "photos", arn: "arn:aws:s3:::photos" }

/** A graph of services on one bus, as synth would make it, and what their handlers subscribe to. */
export async function choreographyOf(
  services: readonly ServiceSpec[],
  events: readonly EventSpec[],
): Promise<Choreography> {
  const sourceOf = (name: string) => `darkroom.${events.find((event) => event.name === name)?.by ?? "nobody"}`
  const graph: Graph = {
    ...EMPTY_GRAPH,
    buckets: [BUCKET as unknown as Graph["buckets"][number]],
    functions: services.map(functionNode),
    mappings: services.map(({ name }) => ({
      id: name,
      queueArn: `queue:${name}`,
      functionArn: `function:${name}`,
      batchSize: 10,
      window: 0,
      partialResponses: true,
    })),
    rules: services.flatMap(({ name, on = [], version, takesIn }) => {
      const rule = { name: `${name}Rule`, arn: `rule:${name}`, bus: "bus", enabled: true }
      const targets = [{ id: "queue", arn: `queue:${name}` }]
      const types = { source: on.map(sourceOf), "detail-type": on }
      const pattern = version === undefined ? types : { ...types, detail: { metadata: { version: [version] } } }
      const detail = { bucket: { name: [BUCKET.name] }, object: { key: takesIn } }
      const created = { source: ["aws.s3"], "detail-type": ["Object Created"], detail }
      return [
        { ...rule, pattern, targets },
        ...(takesIn ? [{ ...rule, name: `${name}S3Rule`, pattern: created, targets }] : []),
      ]
    }),
  }
  const definitions = events.map(({ name, by, version = 1, earlier = [], unconsumed }) => ({
    name,
    source: `darkroom.${by}` as const,
    version,
    earlier: earlier as never,
    ...(unconsumed === undefined ? {} : { unconsumed }),
  }))
  return readChoreography(graph, definitions, async (handler) => {
    const { on = [] } = services.find(({ name }) => handler.startsWith(`services/${name}/`))!
    return on.map((type) => ({ type, source: sourceOf(type) }))
  })
}

function functionNode({ name, emits = [], sources = [`darkroom.${name}`], writes = [] }: ServiceSpec): FunctionNode {
  const put: Statement = {
    effect: "Allow",
    actions: ["events:PutEvents"],
    resources: ["bus"],
    conditions: [
      { test: "StringEquals", variable: "events:source", values: sources },
      { test: "StringEquals", variable: "events:detail-type", values: emits },
    ],
  }
  const write = { effect: "Allow", actions: ["s3:PutObject"], resources: writes.map((keys) => `${BUCKET.arn}/${keys}`) }
  return {
    id: name,
    arn: `function:${name}`,
    handler: `services/${name}/src/handler.handler`,
    statements: [...(emits.length > 0 ? [put] : []), write],
  } as unknown as FunctionNode
}
