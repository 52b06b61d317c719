import { S3Error } from "./errors.ts"

interface Condition {
  readonly operator: string
  /** Lower case, without the dollar sign. */
  readonly field: string
  readonly value: string
  /** As errors show it. */
  readonly text: string
}

/** What a form may upload. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
export interface PostPolicy {
  /** Milliseconds since the epoch. */
  readonly expiration: number
  readonly conditions: readonly Condition[]
  /** Bytes of the file. */
  readonly sizes: readonly { readonly minimum: number; readonly maximum: number }[]
}

type Fields = ReadonlyMap<string, string>
type Triple = readonly [string, unknown, unknown]

const RANGE = "content-length-range"
/** Fields that need no condition. */
const EXEMPT = /^(x-amz-signature|signature|awsaccesskeyid|file|policy|x-ignore-.*)$/

export function parsePolicy(base64: string): PostPolicy {
  const document = parseJson(base64)
  const expiration = Date.parse(String(document.expiration))
  if (document.expiration === undefined) throw invalidPolicy("Policy missing expiration.")
  if (Number.isNaN(expiration)) throw invalidPolicy(`Invalid 'expiration' value: '${document.expiration}'`)
  if (!Array.isArray(document.conditions)) throw invalidPolicy("Policy missing conditions.")
  const triples = document.conditions.flatMap(triplesOf)
  return {
    expiration,
    conditions: triples.filter(([operator]) => operator !== RANGE).map(toCondition),
    sizes: triples.filter(([operator]) => operator === RANGE).map(toRange),
  }
}

/** Throws AccessDenied where the form is not what the policy allows; `bucket` is that of the URL. */
export function checkPolicy(policy: PostPolicy, fields: Fields, bucket: string, now: number): void {
  if (now > policy.expiration) throw denied("Policy expired.")
  const values = new Map([...fields, ["bucket", bucket]])
  const failed = policy.conditions.find((condition) => !holds(condition, values.get(condition.field)))
  if (failed) throw denied(`Policy Condition failed: ${failed.text}`)
  const covered = new Set(policy.conditions.map(({ field }) => field))
  const extra = [...fields.keys()].filter((name) => !covered.has(name) && !EXEMPT.test(name))
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(", ")}`)
}

/** The chunks as they are, up to the largest size that the policy allows. `proposed` is for the error alone. */
export async function* withinSizes(
  chunks: AsyncIterable<Buffer>,
  { sizes }: Pick<PostPolicy, "sizes">,
  proposed: number,
): AsyncGenerator<Buffer> {
  const MaxSizeAllowed = Math.min(...sizes.map(({ maximum }) => maximum))
  const MinSizeAllowed = Math.max(0, ...sizes.map(({ minimum }) => minimum))
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MaxSizeAllowed) {
      const fields = { ProposedSize: proposed, MaxSizeAllowed }
      throw new S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, fields)
    }
    yield chunk
  }
  if (size >= MinSizeAllowed) return
  const fields = { ProposedSize: size, MinSizeAllowed }
  throw new S3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, fields)
}

function parseJson(base64: string): { expiration?: unknown; conditions?: unknown } {
  try {
    const document: unknown = JSON.parse(Buffer.from(base64, "base64").toString("utf8"))
    if (typeof document === "object" && document !== null) return document
  } catch {
    // The same error as for JSON that is no object.
  }
  throw invalidPolicy("Invalid JSON.")
}

/** `{ "acl": "private" }` is short for `["eq", "$acl", "private"]`. */
function triplesOf(condition: unknown): readonly Triple[] {
  if (Array.isArray(condition) && condition.length === 3) return [condition as unknown as Triple]
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) throw invalidCondition(condition)
  return Object.entries(condition).map(([name, value]) => ["eq", `$${name}`, value] as const)
}

function toCondition(triple: Triple): Condition {
  const [operator, name, value] = triple
  const known = ["eq", "starts-with"].includes(String(operator).toLowerCase())
  if (!known || typeof name !== "string" || !name.startsWith("$")) throw invalidCondition(triple)
  const text = `[${triple.map((item) => JSON.stringify(item)).join(", ")}]`
  return { operator: operator.toLowerCase(), field: name.slice(1).toLowerCase(), value: String(value), text }
}

function toRange(triple: Triple): PostPolicy["sizes"][number] {
  const [minimum, maximum] = [Number(triple[1]), Number(triple[2])]
  if (Number.isSafeInteger(minimum) && Number.isSafeInteger(maximum)) return { minimum, maximum }
  throw invalidCondition(triple)
}

/** Of a Content-Type that is a list, each entry must begin with the value. */
function holds({ operator, field, value }: Condition, actual: string | undefined): boolean {
  if (actual === undefined) return false
  if (operator === "eq") return actual === value
  const entries = field === "content-type" ? actual.split(",") : [actual]
  return entries.every((entry) => entry.trimStart().startsWith(value))
}

const denied = (why: string) => new S3Error("AccessDenied", `Invalid according to Policy: ${why}`, 403)
const invalidPolicy = (why: string) => new S3Error("InvalidPolicyDocument", `Invalid Policy: ${why}`)
const invalidCondition = (condition: unknown) =>
  invalidPolicy(`Invalid Condition: ${JSON.stringify(condition) ?? "undefined"}`)
