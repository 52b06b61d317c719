import type { CorsRule, LifecycleRule } from "./aws/s3/types.ts"

/** The app as the engine runs it: what sst.config.ts describes, free of SST's and Pulumi's terms. */
export interface Graph {
  readonly app: { readonly name: string; readonly stage: string }
  readonly functions: readonly FunctionNode[]
  readonly queues: readonly QueueNode[]
  readonly buses: readonly BusNode[]
  readonly rules: readonly RuleNode[]
  readonly archives: readonly ArchiveNode[]
  readonly mappings: readonly MappingNode[]
  readonly tables: readonly TableNode[]
  readonly buckets: readonly BucketNode[]
  readonly topics: readonly TopicNode[]
  readonly subscriptions: readonly SubscriptionNode[]
  readonly schedules: readonly ScheduleNode[]
  readonly serviceRoles: readonly ServiceRoleNode[]
  readonly invokePermissions: readonly InvokePermissionNode[]
  readonly apis: readonly ApiNode[]
  readonly userPools: readonly UserPoolNode[]
  readonly realtimes: readonly RealtimeNode[]
  /** What SST tells of each linkable resource, by its name: the same that `sst shell` gives to a command. */
  readonly links: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Resources that do something on AWS and nothing here. */
  readonly unsupported: readonly UnsupportedNode[]
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
  /** The role's. */
  readonly statements: readonly Statement[]
  readonly roleArn: string
  /** Execution environments at once, at the most, where the app limits them. */
  readonly reservedConcurrency?: number
  /** Each tenant that it is invoked for has execution environments of its own. */
  readonly tenantIsolation?: boolean
  readonly asyncConfig?: AsyncConfigNode
  /** It may feed itself: its FunctionRecursionConfig allows it. */
  readonly recursive?: boolean
  readonly bundle: BundleOptions
}

/** What the app says of a function's bundle. */
export interface BundleOptions {
  /** Packages that stay outside of it. */
  readonly install: readonly string[]
  /** Fields of package.json that name a package's file, in the order in which they are tried. */
  readonly mainFields: readonly string[]
}

/** How asynchronous invocations are retried and where their outcome goes: ARNs of queues, topics, buses or functions. */
export interface AsyncConfigNode {
  readonly maximumRetryAttempts?: number
  readonly maximumEventAgeInSeconds?: number
  readonly onSuccess?: string
  readonly onFailure?: string
  readonly deadLetterArn?: string
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

export interface BusNode {
  readonly id: string
  readonly name: string
  readonly arn: string
}

export interface RuleNode {
  readonly name: string
  readonly arn: string
  readonly bus: string
  /** A rule has a pattern, a schedule or both. */
  readonly pattern?: unknown
  readonly schedule?: string
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
    /** Attributes besides the keys, where the projection is INCLUDE. */
    readonly included?: readonly string[]
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
  /** The resource policy's document. */
  readonly policy?: unknown
  /** Classic notifications, which go straight to a function, queue or topic. */
  readonly notifications?: readonly NotificationNode[]
}

export interface NotificationNode {
  readonly id: string
  readonly arn: string
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[]
  readonly prefix?: string
  readonly suffix?: string
}

export interface TopicNode {
  readonly id: string
  readonly name: string
  readonly arn: string
  /** The resource policy's document. */
  readonly policy?: unknown
}

export interface SubscriptionNode {
  readonly arn: string
  readonly topicArn: string
  readonly protocol: string
  readonly endpoint: string
  readonly rawMessageDelivery?: boolean
  readonly filterPolicy?: unknown
  readonly filterPolicyScope?: "MessageAttributes" | "MessageBody"
  readonly deadLetterArn?: string
}

/** Of EventBridge Scheduler. */
export interface ScheduleNode {
  readonly name: string
  readonly group: string
  readonly arn: string
  readonly expression: string
  readonly timezone?: string
  readonly enabled: boolean
  /** Milliseconds since the epoch. */
  readonly start?: number
  readonly end?: number
  readonly flexibleWindowMinutes?: number
  readonly target: {
    readonly arn: string
    readonly roleArn: string
    readonly input?: string
    readonly deadLetterArn?: string
    readonly retry: { readonly maximumRetryAttempts: number; readonly maximumEventAgeInSeconds: number }
  }
  /** The role's. */
  readonly statements: readonly Statement[]
}

/** A role that one of AWS's services takes on when a call hands it over: Rekognition's, to tell that a job has ended. */
export interface ServiceRoleNode {
  readonly id: string
  readonly arn: string
  /** The trust policy's document. */
  readonly trust: unknown
  readonly statements: readonly Statement[]
}

/** Who may invoke a function, as its resource policy says. */
export interface InvokePermissionNode {
  readonly functionArn: string
  readonly action: string
  readonly principal: string
  readonly sourceArn?: string
  readonly sourceAccount?: string
}

/** An HTTP API of API Gateway. */
export interface ApiNode {
  readonly id: string
  readonly apiId: string
  readonly name: string
  readonly cors?: {
    readonly allowOrigins: readonly string[]
    readonly allowMethods: readonly string[]
    readonly allowHeaders: readonly string[]
    readonly exposeHeaders: readonly string[]
    readonly allowCredentials?: boolean
    /** Seconds. */
    readonly maxAge?: number
  }
  readonly routes: readonly ApiRouteNode[]
}

export interface ApiRouteNode {
  /** Such as `GET /albums`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string
  readonly functionArn: string
  /** Of access tokens. */
  readonly authorizer?: { readonly issuer: string; readonly audiences: readonly string[] }
  readonly scopes?: readonly string[]
}

/** Of Cognito. */
export interface UserPoolNode {
  readonly id: string
  readonly poolId: string
  readonly name: string
  readonly issuer: string
  /** Names of its groups. */
  readonly groups: readonly string[]
  readonly clients: readonly UserPoolClientNode[]
}

export interface UserPoolClientNode {
  readonly id: string
  readonly clientId: string
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
  readonly flows: readonly string[]
  readonly scopes: readonly string[]
  /** Its pool's domain has managed login, and no branding style is assigned to the client: AWS shows it no login page. */
  readonly withoutStyle?: boolean
}

/** MQTT with an authorizer of the app's. */
export interface RealtimeNode {
  readonly id: string
  readonly authorizerName: string
  readonly functionArn: string
}

export interface UnsupportedNode {
  readonly type: string
  readonly name: string
}
