/** What an authorizer's function says of a client that may connect. */
export interface AuthorizerAnswer {
  readonly disconnectAfterInSeconds: number
  readonly refreshAfterInSeconds: number
  /** JSON. */
  readonly policyDocuments: readonly string[]
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html */
const LEAST_SECONDS = 300
const MOST_SECONDS = 86_400
const MOST_DOCUMENTS = 10
const LONGEST_DOCUMENT = 2048
const PRINCIPAL = /^[a-zA-Z0-9]{1,128}$/

/** The answer where AWS would take it; a text that says why not where it would refuse the client. */
export function readAnswer(value: unknown): AuthorizerAnswer | string {
  if (typeof value !== "object" || value === null) return "the authorizer returned no object"
  const { isAuthenticated, principalId, policyDocuments, ...times } = value as Record<string, unknown>
  if (isAuthenticated !== true) return "the authorizer did not authenticate it"
  if (typeof principalId !== "string" || !PRINCIPAL.test(principalId))
    return "principalId must be 1 to 128 letters and digits"
  const { disconnectAfterInSeconds, refreshAfterInSeconds } = times
  if (!isTime(disconnectAfterInSeconds)) return timeProblem("disconnectAfterInSeconds")
  if (!isTime(refreshAfterInSeconds)) return timeProblem("refreshAfterInSeconds")
  if (!Array.isArray(policyDocuments) || policyDocuments.length === 0 || policyDocuments.length > MOST_DOCUMENTS)
    return `policyDocuments must be 1 to ${MOST_DOCUMENTS} documents`
  const documents = policyDocuments.map((document) => (typeof document === "string" ? document : toJson(document)))
  if (documents.some(({ length }) => length > LONGEST_DOCUMENT))
    return `a policy document is longer than ${LONGEST_DOCUMENT} characters`
  return { disconnectAfterInSeconds, refreshAfterInSeconds, policyDocuments: documents }
}

function isTime(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= LEAST_SECONDS && Number(value) <= MOST_SECONDS
}

function timeProblem(name: string): string {
  return `${name} must be ${LEAST_SECONDS} to ${MOST_SECONDS}`
}

function toJson(document: unknown): string {
  return JSON.stringify(document ?? null)
}
