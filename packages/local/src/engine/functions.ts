import { availableParallelism } from "node:os"
import type { Clock } from "../clock.ts"
import type { SqsService } from "../aws/sqs/sqs.ts"
import type { Graph } from "../graph.ts"
import { type Mapping, startMapping } from "../lambda/event-source-mapping.ts"
import type { MappingSwitches } from "../lambda/mapping-switches.ts"
import { mappingConcurrency } from "../lambda/mapping-concurrency.ts"
import { type FunctionRunner, functionRunner, type RunnerOptions } from "../lambda/function-runner.ts"

/** By their ARNs. */
export function startFunctions(
  graph: Graph,
  { concurrency = availableParallelism(), ...options }: Omit<RunnerOptions, "concurrency"> & { concurrency?: number },
): Map<string, FunctionRunner> {
  return new Map(graph.functions.map((node) => [node.arn, functionRunner(node, { ...options, concurrency })]))
}

export interface MappingsOptions {
  readonly graph: Graph
  readonly sqs: SqsService
  readonly functions: ReadonlyMap<string, FunctionRunner>
  readonly region: string
  readonly clock: Clock
  readonly concurrency?: number
  readonly onError?: (functionId: string, error: unknown) => void
  readonly switches: MappingSwitches
}

export function startMappings(options: MappingsOptions): Mapping[] {
  const { graph, functions, switches, concurrency = availableParallelism(), onError = () => {}, ...rest } = options
  return graph.mappings.map((mapping) => {
    const runner = functions.get(mapping.functionArn)
    if (runner === undefined)
      throw new Error(
        `The event source mapping ${mapping.id} names a function that does not exist: ${mapping.functionArn}`,
      )
    const environments = Math.min(runner.node.reservedConcurrency ?? concurrency, concurrency)
    const limit = mappingConcurrency(mapping, graph.mappings, environments)
    const started = startMapping({ ...rest, mapping, runner, onError, concurrency: limit })
    switches.onChange(mapping.id, (enabled) => void (enabled ? started.resume() : started.pause()))
    return started
  })
}

/** What is at work may finish; what takes too long comes back when its messages' visibility ends. */
export async function stopMappings(mappings: readonly Mapping[]): Promise<void> {
  const grace = new Promise<void>((resolve) => setTimeout(resolve, 2_000))
  await Promise.race([Promise.all(mappings.map((mapping) => mapping.stop())), grace])
}
