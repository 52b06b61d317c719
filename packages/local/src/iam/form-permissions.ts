import type { Authorize } from "../aws/s3/s3.ts"
import { accessDenied } from "./errors.ts"
import type { Iam } from "./iam.ts"

/** Judges browsers' uploads by form, which do not pass the guard: whoever signed the policy must be allowed to put the object. */
export function formPermissions(iam: Iam): Authorize {
  return (accessKeyId, need) => {
    const message = iam.refusal(accessKeyId, need)
    if (message !== undefined) throw accessDenied("s3", message)
  }
}
