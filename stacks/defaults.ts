import { hosted, published } from "./hosted.ts"

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

// SST also lets the whole account assume each function's role, for its functions in `sst dev`: it tests an Output, which is always true.
if (!$dev) {
  $transform(sst.aws.Function, (args) => {
    args.transform = {
      ...args.transform,
      role: (role) => {
        role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" })
      },
    }
  })
}

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
