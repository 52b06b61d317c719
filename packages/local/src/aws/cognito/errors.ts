import { AwsError } from "../errors.ts"

/** Thrown for a call that lacks what it needs. */
export function invalidParameter(name: string): AwsError {
  return new AwsError("InvalidParameterException", `Missing required parameter ${name}`)
}

/** Thrown for a pool that is not there. */
export function noPool(poolId: string): AwsError {
  return new AwsError("ResourceNotFoundException", `User pool ${poolId} does not exist.`)
}

/** Thrown for somebody who has never logged in. */
export function noUser(): AwsError {
  return new AwsError("UserNotFoundException", "User does not exist.")
}
