import type { ConditionContext } from "./need.ts"

/** Keys that the engine gives with a call. A condition on another would never hold, and nobody would know why. */
const KEYS = [
  "aws:currenttime",
  "aws:epochtime",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:principaltype",
  "aws:requestedregion",
  "aws:resourceaccount",
  "aws:securetransport",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:viaawsservice",
  "cloudwatch:namespace",
  "dynamodb:leadingkeys",
  "dynamodb:returnvalues",
  "dynamodb:select",
  "events:detail-type",
  "events:source",
  "iam:passedtoservice",
  "lambda:sourcefunctionarn",
  "s3:delimiter",
  "s3:max-keys",
  "s3:prefix",
  "sns:endpoint",
  "sns:protocol",
]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function isKnownKey(key: string): boolean {
  const name = key.toLowerCase()
  // Headers of a request to S3.
  return KEYS.includes(name) || name.startsWith("s3:x-amz-")
}

/** What a call has for a key, whose name is the same in any case. */
export function valuesOf(context: ConditionContext, key: string): readonly string[] {
  const name = key.toLowerCase()
  const found = Object.entries(context).find(([candidate]) => candidate.toLowerCase() === name)?.[1]
  return typeof found === "string" ? [found] : (found ?? [])
}
