import type { Clock } from "../clock.ts"

/** Whence all callers reach the engine. */
export const LOOPBACK = "127.0.0.1"

/** What conditions can look at in every call. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function callContext(clock: Clock) {
  const now = clock.now()
  return {
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:ViaAWSService": "false",
  }
}
