import { arnOf } from "./arns.ts"
import { jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export const cognitoNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  const resource = arnOf("cognito-idp", "userpool/", textOf(input, "UserPoolId") ?? "", arns)
  return [{ action: `cognito-idp:${operation}`, resource }]
}
