import { createHash } from "node:crypto"
import type { FunctionNode, MappingNode } from "../../graph.ts"
import type { ServiceContext } from "../service.ts"

/** The name that AWS knows a function by: the end of its ARN. */
export const functionName = (arn: string) => arn.split(":").at(-1) ?? arn

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function functionConfiguration(node: FunctionNode, startedAt: number) {
  const { asyncConfig } = node
  return {
    FunctionName: functionName(node.arn),
    FunctionArn: node.arn,
    Runtime: "nodejs24.x",
    Role: node.roleArn,
    Handler: node.handler,
    // The code is in the checkout, and new whenever a file of it is.
    CodeSize: 0,
    CodeSha256: "",
    Timeout: node.timeout,
    MemorySize: node.memory,
    LastModified: new Date(startedAt).toISOString().replace("Z", "+0000"),
    Version: "$LATEST",
    ...(Object.keys(node.environment).length > 0 && { Environment: { Variables: node.environment } }),
    ...(asyncConfig?.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: asyncConfig.deadLetterArn } }),
    ...(node.tenantIsolation && { TenancyConfig: { TenantIsolationMode: "PER_TENANT" } }),
    TracingConfig: { Mode: "PassThrough" },
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: [node.architecture],
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: node.logFormat, LogGroup: `/aws/lambda/${node.id}` },
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export function functionDescription(node: FunctionNode, startedAt: number) {
  const { reservedConcurrency } = node
  return {
    Configuration: functionConfiguration(node, startedAt),
    Code: {},
    ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  }
}

/** The same for the same mapping on every run. */
export function mappingUuid({ id }: MappingNode): string {
  const hex = createHash("sha256").update(id).digest("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-")
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
export function mappingConfiguration(
  mapping: MappingNode,
  { enabled, changedAt }: { readonly enabled: boolean; readonly changedAt: number },
  context: ServiceContext,
) {
  const uuid = mappingUuid(mapping)
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:${context.region}:${context.accountId}:event-source-mapping:${uuid}`,
    EventSourceArn: mapping.queueArn,
    FunctionArn: mapping.functionArn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.window,
    FunctionResponseTypes: mapping.partialResponses ? ["ReportBatchItemFailures"] : [],
    LastModified: Math.floor(changedAt / 1000),
    State: enabled ? "Enabled" : "Disabled",
    StateTransitionReason: "USER_INITIATED",
    ...(mapping.maximumConcurrency !== undefined && {
      ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency },
    }),
    ...(mapping.filters !== undefined && {
      FilterCriteria: { Filters: mapping.filters.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
    }),
  }
}
