import { AwsError } from "../aws/errors.ts"
import type { QueueNode, Statement } from "../graph.ts"
import { UnsupportedPolicy } from "../errors.ts"
import type { Denial } from "./iam.ts"
import type { Need } from "./need.ts"
import { compilePolicy, type Decision } from "./policy.ts"

type OneOrMore = string | readonly string[]

/** A statement as a resource's policy document has it. */
interface DocumentStatement {
  readonly Sid?: string
  readonly Effect: string
  readonly Principal?: "*" | { readonly Service?: OneOrMore; readonly AWS?: OneOrMore }
  readonly Action?: OneOrMore
  readonly Resource?: OneOrMore
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>
}

const EVENTS = "events.amazonaws.com"
const SEND = "sqs:SendMessage"

/** Throws AccessDenied where a rule may not put into a queue. */
export type CheckQueuePolicy = (queueArn: string, ruleArn: string) => void

/**
 * Whether EventBridge may put into queues: the queue itself says so. Throws UnsupportedPolicy.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export function queuePolicies(
  queues: readonly Pick<QueueNode, "id" | "arn" | "policy">[],
  onDenied: (denial: Denial) => void = () => {},
): CheckQueuePolicy {
  const policies = new Map(queues.map((queue) => [queue.arn, compileQueuePolicy(queue)]))
  return (queueArn, ruleArn) => {
    const policy = policies.get(queueArn)
    // A queue that is not there is SQS's to report.
    if (policy === undefined) return
    const context = { "aws:SourceArn": ruleArn, "aws:SourceAccount": ruleArn.split(":")[4] }
    if (policy({ action: SEND, resource: queueArn, context }).allowed) return
    onDenied({ functionId: EVENTS, action: SEND, resource: queueArn })
    throw new AwsError(
      "AccessDenied",
      `${ruleArn} may not ${SEND} on ${queueArn}: the queue's policy does not allow it`,
      403,
    )
  }
}

function compileQueuePolicy({ id, policy }: Pick<QueueNode, "id" | "policy">): (need: Need) => Decision {
  const { Statement: found = [] } = (policy ?? {}) as { Statement?: DocumentStatement | DocumentStatement[] }
  const owner = `queue ${id}`
  const statements = [found].flat().filter(isForEvents)
  return compilePolicy(
    statements.map((statement) => toStatement(statement, owner)),
    owner,
  )
}

function isForEvents({ Principal }: DocumentStatement): boolean {
  if (Principal === "*") return true
  return [...list(Principal?.Service), ...list(Principal?.AWS)].some((name) => name === EVENTS || name === "*")
}

const list = (value: OneOrMore = []): readonly string[] => (typeof value === "string" ? [value] : value)

function toStatement(statement: DocumentStatement, owner: string): Statement {
  const { Sid: _, Effect, Principal: __, Action, Resource, Condition = {}, ...others } = statement
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new UnsupportedPolicy(owner, `a statement with ${unknown}`)
  const conditions = Object.entries(Condition).flatMap(([test, variables]) =>
    Object.entries(variables).map(([variable, values]) => ({ test, variable, values: list(values) })),
  )
  return { effect: Effect, actions: list(Action), resources: list(Resource), conditions }
}
