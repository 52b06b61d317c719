import { resourcePoliciesOf, rolesOf, type Statement } from "./policies.ts"
import { functionsOf, type Resources } from "./resources.ts"

/** A function's role trusts Lambda and nobody else. https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
export function functionTrust(resources: Resources): string[] {
  const roles = rolesOf(resources)
  return functionsOf(resources).flatMap(({ name, state }) => {
    const role = roles.find(({ arn }) => arn === state.role)
    if (!role) return [`${name}: its role ${state.role} is not in the stage`]
    return role.trust.statements
      .flatMap(({ principals }) => principals)
      .filter((principal) => principal !== "Service:lambda.amazonaws.com")
      .map((principal) => `${role.name}: the role of ${name} trusts ${principal}`)
  })
}

/** No role trusts an account or everybody: services only. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function roleTrust(resources: Resources): string[] {
  return rolesOf(resources).flatMap(({ name, trust }) =>
    trust.statements
      .flatMap(({ principals }) => principals)
      .filter((principal) => !/^Service:[a-z]+\.amazonaws\.com$/.test(principal))
      .map((principal) => `${name}: trusts ${principal}`),
  )
}

const SOURCES = ["aws:sourcearn", "aws:sourceaccount"]

/**
 * A service that acts for others is trusted for this account or resource alone. Lambda's own role is exempt: only who may pass the role
 * can give it to a function. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function confusedDeputies(resources: Resources): string[] {
  const trusting = rolesOf(resources).map(({ trust }) => trust)
  return [...trusting, ...resourcePoliciesOf(resources)].flatMap(({ owner, statements }) =>
    statements
      .filter(letsAnyoneUse)
      .map(({ principals }) => `${owner}: trusts ${principals.join(", ")} for any account`),
  )
}

function letsAnyoneUse({ effect, principals, conditions }: Statement): boolean {
  const services = principals.filter((each) => each.startsWith("Service:") && each !== "Service:lambda.amazonaws.com")
  return effect === "Allow" && services.length > 0 && !conditions.some(({ key }) => SOURCES.includes(key.toLowerCase()))
}

const MOST = { inline: 10_240, trust: 2_048, managed: 10 }

/** Sizes of a role's policies, in characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function policySizes(resources: Resources): string[] {
  return rolesOf(resources).flatMap(({ name, inline, trust, managed }) => {
    const size = inline.reduce((sum, policy) => sum + policy.size, 0)
    return [
      ...(size > MOST.inline ? [`${name}: inline policies of ${size} characters exceed ${MOST.inline}`] : []),
      ...(trust.size > MOST.trust ? [`${name}: a trust policy of ${trust.size} characters exceeds ${MOST.trust}`] : []),
      ...(managed.length > MOST.managed
        ? [`${name}: has ${managed.length} managed policies; ${MOST.managed} is the most`]
        : []),
    ]
  })
}
