import type { NamedPrincipal, PolicyStatement } from "./statement.ts"

/** AWS's services that act by themselves in the engine. */
const SERVICES = ["cloudwatch", "events", "lambda", "rekognition", "s3", "scheduler", "sns", "sqs"] as const

export type ServicePrincipal = `${(typeof SERVICES)[number]}.amazonaws.com`

/** Who needs something of a resource. */
export type Principal =
  | { readonly kind: "service"; readonly name: ServicePrincipal }
  /** A function's or a schedule's role. */
  | { readonly kind: "role"; readonly accountId?: string | undefined; readonly roleArn?: string | undefined }
  | { readonly kind: "anonymous" }

/**
 * Whether a statement of a resource's policy is about who calls.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isAbout({ effect, principals, notPrincipals }: PolicyStatement, principal: Principal): boolean {
  const named = (list: readonly NamedPrincipal[]) => list.some((entry) => names(entry, principal))
  const ofAccount = (list: readonly NamedPrincipal[]) => list.some((entry) => namesAccount(entry, principal))
  // An account that is allowed something has yet to allow it to its roles; one that is denied it cannot.
  if (principals !== undefined) return named(principals) || (effect === "deny" && ofAccount(principals))
  // Who is left out must be named together with its account, or is denied as a part of it.
  const leftOut = named(notPrincipals ?? []) && (principal.kind !== "role" || ofAccount(notPrincipals ?? []))
  return !leftOut
}

/** Whether anybody whom a statement is about can call in the engine: not CloudFront, for one. */
export function concernsEngine({ principals }: PolicyStatement): boolean {
  const services = SERVICES.map((service) => `${service}.amazonaws.com`)
  const canCall = ({ type, id }: NamedPrincipal) => (type === "Service" ? services.includes(id) : takesAnybody(type))
  return principals === undefined || principals.some(canCall)
}

const takesAnybody = (type: string) => type === "AWS" || type === "*"

function names({ type, id }: NamedPrincipal, principal: Principal): boolean {
  if (id === "*") return takesAnybody(type)
  if (principal.kind === "service") return type === "Service" && id === principal.name
  return principal.kind === "role" && type === "AWS" && id === principal.roleArn
}

function namesAccount({ type, id }: NamedPrincipal, principal: Principal): boolean {
  if (principal.kind !== "role" || type !== "AWS" || principal.accountId === undefined) return false
  return id === "*" || id === principal.accountId || id === `arn:aws:iam::${principal.accountId}:root`
}
