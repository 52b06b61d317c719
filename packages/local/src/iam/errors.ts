import { AwsError } from "../aws/errors.ts"
import type { Need } from "./need.ts"

/** Thrown for a call that the caller's policy does not allow. The code is the service's own. */
export function accessDenied(service: string, message: string): AwsError {
  if (service === "s3") return new AwsError("AccessDenied", message, 403)
  return service === "sns"
    ? new AwsError("AuthorizationError", message, 403)
    : new AwsError("AccessDeniedException", message, 400)
}

/** AWS's words. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function deniedMessage(principal: string, { action, resource }: Need, explicit: boolean): string {
  const reason = explicit
    ? "with an explicit deny in an identity-based policy"
    : `because no identity-based policy allows the ${action} action`
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`
}
