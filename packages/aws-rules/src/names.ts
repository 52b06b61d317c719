import { kindOf, type Resources } from "./resources.ts"

interface NameRule {
  /** The property that has the name. Default: `name`. */
  readonly field?: string
  readonly pattern: RegExp
}

/** What AWS takes for a name, by the kind of resource. */
const NAMES: Readonly<Record<string, NameRule>> = {
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
  "cognito/userPoolDomain": {
    field: "domain",
    pattern: /^(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  },
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
  "cognito/userPool": { pattern: /^[\w\s+=,.@-]{1,128}$/ },
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
  "cognito/userPoolClient": { pattern: /^[\w\s+=,.@-]{1,128}$/ },
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
  "cognito/userGroup": { pattern: /^[^\s]{1,128}$/ },
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
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
  "cloudwatch/eventRule": { pattern: /^[\w.-]{1,64}$/ },
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
  "cloudwatch/eventArchive": { pattern: /^[\w.-]{1,48}$/ },
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
  "cloudfront/cachePolicy": { pattern: /^[\w-]{1,128}$/ },
  // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
  "apigatewayv2/api": { pattern: /^.{1,128}$/ },
  "apigatewayv2/authorizer": { pattern: /^.{1,128}$/ },
  "apigatewayv2/stage": { pattern: /^(?:\$default|[\w-]{1,128})$/ },
}

export interface Named {
  /** The name that the stacks or SST gave to the resource. */
  readonly resource: string
  readonly kind: string
  /** What AWS is told. */
  readonly name: string
}

/** Kinds that Pulumi names by itself where the stacks do not. */
const AUTOMATIC = ["cloudwatch/eventArchive", "cloudwatch/eventRule", "iam/role"]
/** What Pulumi adds then: a hyphen and seven random hexadecimal digits. https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming */
const SUFFIX = "-0123abc"

/** All names that AWS is told. */
export function namesIn(resources: Resources): Named[] {
  return resources.flatMap(({ type, name: resource, inputs }) => {
    const kind = kindOf(type)
    if (kind === undefined) return []
    const given = inputs[NAMES[kind]?.field ?? "name"]
    if (typeof given === "string") return [{ resource, kind, name: given }]
    return AUTOMATIC.includes(kind) ? [{ resource, kind, name: resource + SUFFIX }] : []
  })
}

/** AWS takes each name; `NAMES` has the page of each kind. */
export function names(resources: Resources): string[] {
  return namesIn(resources).flatMap(({ resource, kind, name }) => {
    const rule = NAMES[kind]
    if (rule === undefined) return [`${resource}: no rule for names of ${kind}`]
    return rule.pattern.test(name) ? [] : [`${resource}: AWS takes no ${kind} named ${name}`]
  })
}
