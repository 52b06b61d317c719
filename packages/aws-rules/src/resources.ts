import type { Synthesised } from "@darkroom/local"

/** All resources of one synthesised stage. */
export type Resources = Synthesised["resources"]

/** Returns a sentence for each violation; it begins with the name of the resource. */
export type Rule = (resources: Resources) => string[]

export interface Resource<State> {
  /** The name that the stacks or SST gave, such as `IngestFunction`. */
  readonly name: string
  /** Inputs and outputs. https://www.pulumi.com/registry/packages/aws/api-docs/ has the properties of each type. */
  readonly state: State
}

/** All resources of one kind, such as `sqs/queue`. The caller names the properties that it reads. */
export function all<State>(resources: Resources, kind: string): Resource<State>[] {
  return resources.flatMap(({ type, name, state }) => (kindOf(type) === kind ? [{ name, state: state as State }] : []))
}

/** aws:sqs/queue:Queue -> sqs/queue; undefined for what is not a resource of AWS. */
export function kindOf(type: string): string | undefined {
  const [provider, kind] = type.split(":")
  return provider === "aws" ? kind : undefined
}

export interface FunctionState {
  readonly arn: string
  readonly role: string
  readonly timeout?: number
  readonly memorySize?: number
  readonly reservedConcurrentExecutions?: number
  readonly environment?: { readonly variables?: Readonly<Record<string, string>> }
}

export interface QueueState {
  readonly arn: string
  readonly url: string
  readonly fifoQueue?: boolean
  readonly visibilityTimeoutSeconds?: number
  readonly messageRetentionSeconds?: number
  readonly redrivePolicy?: string
}

export interface MappingState {
  readonly eventSourceArn: string
  readonly functionName: string
  readonly maximumBatchingWindowInSeconds?: number
  readonly functionResponseTypes?: readonly string[]
  readonly scalingConfig?: { readonly maximumConcurrency?: number }
}

export const functionsOf = (resources: Resources) => all<FunctionState>(resources, "lambda/function")
export const queuesOf = (resources: Resources) => all<QueueState>(resources, "sqs/queue")
export const mappingsOf = (resources: Resources) => all<MappingState>(resources, "lambda/eventSourceMapping")

export function withArn<State extends { readonly arn: string }>(
  found: readonly Resource<State>[],
  arn: string | undefined,
): Resource<State> | undefined {
  return found.find(({ state }) => state.arn === arn)
}
