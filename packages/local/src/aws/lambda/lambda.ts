import type { MappingNode } from "../../graph.ts"
import { type AsyncInvocations, functionNotFound } from "../../lambda/async-invocations.ts"
import type { FunctionRunner } from "../../lambda/function-runner.ts"
import type { MappingSwitches } from "../../lambda/mapping-switches.ts"
import { readBody } from "../body.ts"
import { unsupportedOperation } from "../errors.ts"
import type { AwsRequest, AwsResponse, AwsService, ServiceContext } from "../service.ts"
import {
  functionConfiguration,
  functionDescription,
  functionName,
  mappingConfiguration,
  mappingUuid,
} from "./descriptions.ts"
import { errorResponse, invalidParameter, mappingNotFound } from "./errors.ts"
import { parseFunctionName } from "./function-name.ts"
import { invoke } from "./invoke.ts"
import { pageOf } from "./page.ts"
import { findRoute, type LambdaOperation, ROUTES } from "./routes.ts"

/** What the API needs of a function. */
export type InvocableFunction = Pick<FunctionRunner, "node" | "invoke">

export interface LambdaOptions {
  /** By ARN; looked at when a request comes, for functions start after the services do. */
  readonly functions: () => ReadonlyMap<string, InvocableFunction>
  readonly mappings: readonly MappingNode[]
  readonly switches: MappingSwitches
  /** The queue of asynchronous invocations; whoever made it closes it. */
  readonly invocations: Pick<AsyncInvocations, "invoke" | "reset">
}

type Operation = (request: AwsRequest, subject: string) => Promise<AwsResponse> | object

const LARGEST_FUNCTION_PAGE = 50
const LARGEST_MAPPING_PAGE = 100

/** AWS Lambda: invokes and describes the app's functions. */
export function lambdaService(options: LambdaOptions, context: ServiceContext): AwsService {
  const { mappings, switches, invocations } = options
  const startedAt = context.clock.now()

  function find(text: string, qualifier?: string | null): InvocableFunction {
    const reference = parseFunctionName(text, context)
    if (reference === undefined) throw invalidParameter(`Value '${text}' at 'functionName' is no function name or ARN`)
    const { arn, name } = reference
    const version = reference.qualifier ?? qualifier ?? "$LATEST"
    const known = [...options.functions().values()]
    // The name in sst.config.ts does, too, where a name was given.
    const found =
      known.find(({ node }) => node.arn === arn) ?? known.find(({ node }) => node.id === name && text === name)
    // The app has no versions and aliases.
    if (found === undefined || version !== "$LATEST")
      throw functionNotFound(version === "$LATEST" ? arn : `${arn}:${version}`)
    return found
  }

  const nodeOf = ({ query }: AwsRequest, subject: string) => find(subject, query.get("Qualifier")).node
  const describeMapping = (mapping: MappingNode) => {
    const { id } = mapping
    const state = { enabled: switches.isEnabled(id), changedAt: switches.changedAt(id) ?? startedAt }
    return mappingConfiguration(mapping, state, context)
  }
  const mappingBy = (uuid: string): MappingNode => {
    const mapping = mappings.find((candidate) => mappingUuid(candidate) === uuid)
    if (mapping === undefined) throw mappingNotFound()
    return mapping
  }

  const operations: Record<LambdaOperation, Operation> = {
    Invoke: (request, subject) => invoke(request, find(subject, request.query.get("Qualifier")), invocations),
    GetFunction: (request, subject) => functionDescription(nodeOf(request, subject), startedAt),
    GetFunctionConfiguration: (request, subject) => functionConfiguration(nodeOf(request, subject), startedAt),
    ListFunctions: ({ query }) => {
      const nodes = [...options.functions().values()].map(({ node }) => node)
      const sorted = nodes.toSorted((a, b) => functionName(a.arn).localeCompare(functionName(b.arn)))
      const { items, ...next } = pageOf(sorted, query, LARGEST_FUNCTION_PAGE)
      return { Functions: items.map((node) => functionConfiguration(node, startedAt)), ...next }
    },
    GetEventSourceMapping: (_, subject) => describeMapping(mappingBy(subject)),
    async UpdateEventSourceMapping(request, subject) {
      const mapping = mappingBy(subject)
      const enabled = await enabledInput(request)
      if (enabled !== undefined) switches.set(mapping.id, enabled)
      return describeMapping(mapping)
    },
    ListEventSourceMappings: ({ query }) => {
      const source = query.get("EventSourceArn")
      const name = query.get("FunctionName")
      const functionArn = name === null ? null : find(name).node.arn
      const wanted = mappings.filter(
        (mapping) =>
          (source === null || mapping.queueArn === source) &&
          (functionArn === null || mapping.functionArn === functionArn),
      )
      const { items, ...next } = pageOf(wanted, query, LARGEST_MAPPING_PAGE)
      return { EventSourceMappings: items.map(describeMapping), ...next }
    },
  }

  return {
    name: "lambda",
    operations: Object.keys(ROUTES),
    async handle(request) {
      try {
        const route = findRoute(request)
        if (route === undefined) throw unsupportedOperation("lambda", `${request.method} ${request.path}`)
        return toResponse(await operations[route.operation](request, route.subject))
      } catch (error) {
        return errorResponse(error)
      }
    },
    async reset() {
      switches.reset()
      invocations.reset()
    },
    close: async () => {},
  }
}

/** A mapping is as the graph has it; only whether it takes messages can be changed here. */
async function enabledInput(request: AwsRequest): Promise<boolean | undefined> {
  const { FunctionName: _, Enabled, ...others } = parsed(await readBody(request))
  const [other] = Object.keys(others)
  if (other !== undefined) throw invalidParameter(`This engine changes Enabled alone, and not ${other}`)
  if (Enabled !== undefined && typeof Enabled !== "boolean") throw invalidParameter("Enabled must be a boolean")
  return Enabled
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return Object(JSON.parse(body.toString() || "{}")) as Record<string, unknown>
  } catch {
    throw invalidParameter("The request's body is no JSON")
  }
}

/** Invoke answers for itself; what the others give is the body. */
function toResponse(output: AwsResponse | object): AwsResponse {
  if ("status" in output) return output
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(output) }
}
