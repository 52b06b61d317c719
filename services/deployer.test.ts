import { actionsLike, covers, decide, overlap, readPolicy } from "@darkroom/aws-rules"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { DOMAIN, resources } from "./deployment.fixture.ts"

// docs/deployer-policy.json lets a deployer create all that production has, and what it makes under other names than Darkroom's.

const root = join(import.meta.dirname, "..")
interface Statement {
  readonly Effect: string
  readonly Action: string | string[]
  readonly Resource: string | string[]
  readonly Condition?: { ArnEquals?: { "iam:PolicyARN": string[] }; StringEquals?: { "iam:PassedToService": string[] } }
}
const text = readFileSync(join(root, "docs/deployer-policy.json"), "utf8")
const { Statement: statements } = JSON.parse(text) as { Statement: Statement[] }

/** The call that creates a resource of each type, by the module and name of Pulumi's type; as IAM knows it. */
const CREATES: Readonly<Record<string, string>> = {
  "acm/certificate": "acm:RequestCertificate",
  "acm/certificateValidation": "acm:DescribeCertificate",
  "apigatewayv2/api": "apigateway:POST",
  "apigatewayv2/authorizer": "apigateway:POST",
  "apigatewayv2/integration": "apigateway:POST",
  "apigatewayv2/route": "apigateway:POST",
  "apigatewayv2/stage": "apigateway:POST",
  "cloudfront/cachePolicy": "cloudfront:CreateCachePolicy",
  "cloudfront/distribution": "cloudfront:CreateDistribution",
  "cloudfront/function": "cloudfront:CreateFunction",
  "cloudfront/keyValueStore": "cloudfront:CreateKeyValueStore",
  "cloudfront/responseHeadersPolicy": "cloudfront:CreateResponseHeadersPolicy",
  "cloudfront/originAccessControl": "cloudfront:CreateOriginAccessControl",
  "cloudwatch/compositeAlarm": "cloudwatch:PutCompositeAlarm",
  "cloudwatch/dashboard": "cloudwatch:PutDashboard",
  "cloudwatch/eventArchive": "events:CreateArchive",
  "cloudwatch/eventBus": "events:CreateEventBus",
  "cloudwatch/eventRule": "events:PutRule",
  "cloudwatch/eventTarget": "events:PutTargets",
  "cloudwatch/logGroup": "logs:CreateLogGroup",
  "cloudwatch/metricAlarm": "cloudwatch:PutMetricAlarm",
  "cloudwatch/queryDefinition": "logs:PutQueryDefinition",
  "cognito/managedLoginBranding": "cognito-idp:CreateManagedLoginBranding",
  "cognito/riskConfiguration": "cognito-idp:SetRiskConfiguration",
  "cognito/userGroup": "cognito-idp:CreateGroup",
  "cognito/userPool": "cognito-idp:CreateUserPool",
  "cognito/userPoolClient": "cognito-idp:CreateUserPoolClient",
  "cognito/userPoolDomain": "cognito-idp:CreateUserPoolDomain",
  "dynamodb/table": "dynamodb:CreateTable",
  "iam/role": "iam:CreateRole",
  "iot/authorizer": "iot:CreateAuthorizer",
  "lambda/eventSourceMapping": "lambda:CreateEventSourceMapping",
  "lambda/function": "lambda:CreateFunction",
  "lambda/permission": "lambda:AddPermission",
  "route53/record": "route53:ChangeResourceRecordSets",
  "s3/bucket": "s3:CreateBucket",
  "s3/bucketCorsConfiguration": "s3:PutBucketCORS",
  "s3/bucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3/bucketNotification": "s3:PutBucketNotification",
  "s3/bucketObjectv2": "s3:PutObject",
  "s3/bucketPolicy": "s3:PutBucketPolicy",
  "s3/bucketPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "scheduler/schedule": "scheduler:CreateSchedule",
  "sns/topic": "sns:CreateTopic",
  "sns/topicSubscription": "sns:Subscribe",
  "sqs/queue": "sqs:CreateQueue",
  "sqs/queuePolicy": "sqs:SetQueueAttributes",
  "wafv2/webAcl": "wafv2:CreateWebACL",
  "wafv2/webAclAssociation": "wafv2:AssociateWebACL",
}

/** aws:sqs/queue:Queue -> sqs/queue. */
const kindOf = (type: string) => type.split(":")[1] ?? ""

const policy = readPolicy("deployer-policy.json", text)

const allows = (action: string, resource: string) => decide([policy], { action, resource }) === "allowed"

/** Whether the policy allows an action on some resource of a type that the action takes, by AWS's list of actions. */
async function allowsSomewhere(action: string): Promise<boolean> {
  const [known] = await actionsLike(action)
  if (!known) throw new Error(`AWS has no action ${action}`)
  const arns = known.arns.length > 0 ? known.arns : ["*"]
  const granting = policy.statements.filter(({ actions }) => actions.some((pattern) => covers(pattern, action)))
  return granting.some((each) => each.resources.some((resource) => arns.some((arn) => overlap(resource, arn))))
}

const own = resources.filter(({ type }) => type.startsWith("aws:"))
const kinds = [...new Set(own.map(({ type }) => kindOf(type)))].toSorted()

it.each(kinds)("lets a deployer create a resource of %s", async (kind) => {
  const action = CREATES[kind]
  expect(action, `the action that creates ${kind}`).toBeDefined()
  expect(await allowsSomewhere(action!)).toBe(true)
})

/** Those whose ARN the synthesised resource has as AWS would give it. */
const NAMED = [
  "cloudwatch/compositeAlarm",
  "cloudwatch/eventArchive",
  "cloudwatch/eventBus",
  "cloudwatch/eventRule",
  "cloudwatch/logGroup",
  "cloudwatch/metricAlarm",
  "dynamodb/table",
  "iam/role",
  "iot/authorizer",
  "lambda/function",
  "s3/bucket",
  "scheduler/schedule",
  "sns/topic",
  "sqs/queue",
  "wafv2/webAcl",
]

it.each(NAMED)("covers the names that the resources of %s have", (kind) => {
  const arns = own
    .filter(({ type, state }) => kindOf(type) === kind && state["name"] !== "default")
    .map(({ state }) => String(state["arn"]))
  expect(arns.length).toBeGreaterThan(0)
  expect(arns.filter((arn) => !allows(CREATES[kind]!, arn))).toEqual([])
})

it("lets no name of another app be touched where a name can be told", () => {
  for (const arn of [
    "arn:aws:s3:::payroll",
    "arn:aws:sqs:us-east-1:1:payroll",
    "arn:aws:dynamodb:us-east-1:1:table/payroll",
  ])
    expect(
      ["s3:DeleteBucket", "sqs:DeleteQueue", "dynamodb:DeleteTable"].filter((action) => allows(action, arn)),
    ).toEqual([])
  expect(allows("iam:CreateRole", "arn:aws:iam::1:role/admin")).toBe(false)
})

it("lets roles have the managed policies that the functions have, and be passed to the services that assume them", () => {
  const roles = own.filter(({ type }) => kindOf(type) === "iam/role").map(({ inputs }) => inputs)
  const attached = new Set(roles.flatMap(({ managedPolicyArns = [] }) => managedPolicyArns as string[]))
  const [attach] = statements.filter(({ Action }) => Action === "iam:AttachRolePolicy")
  expect(attach?.Condition?.ArnEquals?.["iam:PolicyARN"].toSorted()).toEqual([...attached].toSorted())
  const assumed = new Set(
    JSON.stringify(roles.map(({ assumeRolePolicy }) => assumeRolePolicy)).match(/[a-z]+\.amazonaws\.com/g),
  )
  const [pass] = statements.filter(({ Action }) => Action === "iam:PassRole")
  expect(pass?.Condition?.StringEquals?.["iam:PassedToService"].toSorted()).toEqual([...assumed].toSorted())
})

/** packages/cli/src/verify, besides what it asks by HTTP. */
const VERIFIES = [
  ["cognito-idp:AdminCreateUser", "arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_Pool"],
  ["cognito-idp:AdminSetUserPassword", "arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_Pool"],
  ["cognito-idp:AdminDeleteUser", "arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_Pool"],
  ["dynamodb:Query", "arn:aws:dynamodb:us-east-1:1:table/darkroom-production-DeadLettersTable/index/byState"],
  ["logs:FilterLogEvents", "arn:aws:logs:us-east-1:1:log-group:/aws/lambda/darkroom-production-Thumbnail:*"],
  ["s3:ListBucket", "arn:aws:s3:::darkroom-production-photosbucket"],
  ["s3:DeleteObject", "arn:aws:s3:::darkroom-production-photosbucket/private/sub/uploads/a.jpg"],
] as const

it.each(VERIFIES)("lets a deployer check a deployment: %s on %s", (action, arn) => {
  expect(allows(action, arn)).toBe(true)
})

it("fits into one managed policy: 6,144 characters without white space", () => {
  expect(JSON.stringify(JSON.parse(text)).length).toBeLessThanOrEqual(6_144)
})

it("has page, login and uploads at the custom domain", () => {
  const inputsOf = (kind: string) => own.find(({ type }) => kindOf(type) === kind)!.inputs
  expect(inputsOf("cloudfront/distribution")["aliases"]).toEqual([DOMAIN])
  const urls = [`https://${DOMAIN}/`, `https://${DOMAIN}/callback`]
  expect(inputsOf("cognito/userPoolClient")).toMatchObject({ callbackUrls: urls, logoutUrls: urls })
  expect(inputsOf("s3/bucketCorsConfiguration")).toMatchObject({
    corsRules: [{ allowedOrigins: [`https://${DOMAIN}`] }],
  })
})
