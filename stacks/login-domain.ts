import { createHash } from "node:crypto"

/** Reserved words, wherever they stand in the prefix. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html */
const RESERVED = /aws|amazon|cognito/
/** Lower-case letters, digits and hyphens, no hyphen at either end, at most 63 characters. */
const PREFIX = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** The prefix of a user pool's domain. A stage whose name Cognito refuses, such as "PR-12" or "lawson", is named by its SHA-256. */
export function loginDomain(app: string, stage: string, account: string): string {
  const plain = `${app}-${stage}-${account}`
  if (PREFIX.test(plain) && !RESERVED.test(plain)) return plain
  const hash = createHash("sha256").update(stage).digest("hex").slice(0, 16)
  return `${app}-${hash}-${account}`
}
