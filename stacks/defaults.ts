import { hosted, published } from "./hosted.ts"
import { permissionsBoundary } from "./permissions-boundary.ts"

// What every function has unless it says otherwise.
$transform(sst.aws.Function, (args) => {
  args.architecture ??= "arm64"
  args.runtime ??= "nodejs24.x"
  args.logging ??= { format: "json", retention: "1 month" }
  args.nodejs = $output(args.nodejs).apply((nodejs) => ({
    format: "esm" as const,
    // The packages' ES modules: esbuild drops what is not used, and a cold start is a third shorter.
    esbuild: { mainFields: ["module", "main"] },
    ...nodejs,
  }))
})

/** Of packages/lambda's metrics: stages of one account are told apart by it. */
export const metricsNamespace = `Darkroom/${$app.stage}`

if (hosted) {
  $transform(sst.aws.Function, (args) => {
    args.environment = $output(args.environment).apply((environment) => ({
      DARKROOM_METRICS_NAMESPACE: metricsNamespace,
      ...environment,
    }))
  })
}

type RoleTransform = NonNullable<sst.aws.FunctionArgs["transform"]>["role"]

/** Sets who may assume a component's role, besides what the stacks say of that role. */
const trusting =
  (assumeRolePolicy: aws.iam.RoleArgs["assumeRolePolicy"], given: RoleTransform): RoleTransform =>
  (role, options, name) => {
    role.assumeRolePolicy = assumeRolePolicy
    if (typeof given === "function") given(role, options, name)
    else Object.assign(role, given)
    return undefined
  }

// SST tests `!dev` on an Output, which is always false: the role of every function would trust the account root, deployed or not
// (platform/src/components/aws/function.ts). `sst dev` needs that, since the developer's machine assumes the role.
if (!$dev) {
  const lambda = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" })
  $transform(sst.aws.Function, (args) => {
    args.transform = { ...args.transform, role: trusting(lambda, args.transform?.role) }
  })
}

// SST lets EventBridge Scheduler assume the role for schedules of any account.
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
const ownSchedules = $jsonStringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput({}).accountId } },
    },
  ],
})
$transform(sst.aws.CronV2, (args) => {
  args.transform = { ...args.transform, role: trusting(ownSchedules, args.transform?.role) }
})

const boundary = permissionsBoundary(process.env)
if (boundary) {
  $transform(aws.iam.Role, (args) => {
    args.permissionsBoundary = boundary
  })
}

const XRAY_WRITE = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"

// X-Ray follows a request through the functions. Lambda refuses to trace where the role may not send segments.
if (published) {
  $transform(sst.aws.Function, (args) => {
    args.policies = $output(args.policies).apply((policies = []) => [...policies, XRAY_WRITE])
  })
  $transform(aws.lambda.Function, (args) => {
    args.tracingConfig ??= { mode: "Active" }
  })
}
