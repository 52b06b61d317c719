import type { CorsRule, LifecycleRule } from "./aws/s3/types.ts"

/** The app as the engine runs it: what sst.config.ts describes, free of SST's and Pulumi's terms. */
export interface Graph {
  readonly app: { readonly name: string; readonly stage: string }
  readonly functions: readonly FunctionNode[]
  readonly queues: readonly QueueNode[]
  readonly buses: readonly { readonly id: string; readonly name: string; readonly arn: string }[]
  readonly rules: readonly RuleNode[]
  readonly archives: readonly ArchiveNode[]
  readonly mappings: readonly MappingNode[]
  readonly tables: readonly TableNode[]
  readonly buckets: readonly BucketNode[]
  readonly topics: readonly { readonly id: string; readonly name: string; readonly arn: string }[]
}

export interface FunctionNode {
  /** SST's name of the component, such as `Failures`. */
  readonly id: string
  readonly arn: string
  /** `path/to/file.export`, relative to the app's root, the file without its ending. */
  readonly handler: string
  /** Seconds. */
  readonly timeout: number
  /** Megabytes. */
  readonly memory: number
  readonly architecture: string
  readonly logFormat: string
  readonly environment: Readonly<Record<string, string>>
  /** What SST's Resource answers, by name. */
  readonly links: Readonly<Record<string, unknown>>
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions?: readonly {
    readonly test: string
    readonly variable: string
    readonly values: readonly string[]
  }[]
}

export interface QueueNode {
  readonly id: string
  readonly name: string
  readonly arn: string
  readonly url: string
  /** Seconds, all three. */
  readonly visibilityTimeout: number
  readonly retention: number
  readonly delay: number
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number }
  /** The resource policy's document. */
  readonly policy?: unknown
}

export interface RuleNode {
  readonly name: string
  readonly arn: string
  readonly bus: string
  readonly pattern: unknown
  readonly enabled: boolean
  readonly targets: readonly TargetNode[]
}

export interface TargetNode {
  readonly id: string
  readonly arn: string
  readonly deadLetterArn?: string
  readonly retry?: { readonly maximumRetryAttempts: number; readonly maximumEventAgeInSeconds: number }
  /** What the target gets instead of the event; at most one of the three. */
  readonly input?: string
  readonly inputPath?: string
  readonly inputTransformer?: {
    readonly inputPathsMap: Readonly<Record<string, string>>
    readonly inputTemplate: string
  }
}

export interface ArchiveNode {
  readonly name: string
  readonly busArn: string
  readonly pattern?: string
  readonly retentionDays: number
}

export interface MappingNode {
  readonly id: string
  readonly queueArn: string
  readonly functionArn: string
  readonly batchSize: number
  /** Seconds. */
  readonly window: number
  readonly partialResponses: boolean
  readonly maximumConcurrency?: number
  /** Patterns of which a message must match one; all messages go to the function where there are none. */
  readonly filters?: readonly unknown[]
}

export interface TableNode {
  readonly id: string
  readonly name: string
  readonly arn: string
  readonly attributes: readonly { readonly name: string; readonly type: string }[]
  readonly hashKey: string
  readonly rangeKey?: string
  readonly indexes: readonly {
    readonly name: string
    readonly hashKey: string
    readonly rangeKey?: string
    readonly projection: string
  }[]
  readonly ttl?: string
}

export interface BucketNode {
  readonly id: string
  readonly name: string
  readonly arn: string
  readonly eventBridge: boolean
  readonly publicAccessBlocked: boolean
  readonly tlsEnforced: boolean
  readonly lifecycle: readonly LifecycleRule[]
  readonly cors?: readonly CorsRule[]
  readonly versioning?: boolean
}
