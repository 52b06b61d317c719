import { AwsError } from "../aws/errors.ts"
import type { Need } from "./need.ts"

/** Thrown for a call that the caller's policy does not allow. The code is the service's own. */
export function accessDenied(service: string, message: string): AwsError {
  if (service === "s3") return new AwsError("AccessDenied", message, 403)
  return service === "sns"
    ? new AwsError("AuthorizationError", message, 403)
    : new AwsError("AccessDeniedException", message, 400)
}

/** What refuses a call: a statement that denies, of the caller's role or of the resource, or that none allows. */
export type Reason = "identity-based policy" | "resource-based policy" | "nothing allows"

/** AWS's words. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function deniedMessage(principal: string, { action, resource }: Need, reason: Reason): string {
  const because =
    reason === "nothing allows"
      ? `because no identity-based policy allows the ${action} action`
      : `with an explicit deny in ${reason === "identity-based policy" ? "an" : "a"} ${reason}`
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${because}`
}
