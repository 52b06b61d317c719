import type { Graph } from "../graph.ts"
import { MappingNotPermitted } from "../errors.ts"
import type { Iam } from "./iam.ts"

/** What Lambda does in the function's name. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#events-sqs-permissions */
const ACTIONS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]

/** Throws MappingNotPermitted for an event source mapping that AWS would not create. */
export function checkMappings({ mappings, functions }: Graph, iam: Iam): void {
  for (const { functionArn, queueArn } of mappings) {
    const id = functions.find(({ arn }) => arn === functionArn)?.id
    if (id === undefined) continue
    const missing = ACTIONS.find((action) => iam.refusal(id, { action, resource: queueArn }) !== undefined)
    if (missing !== undefined) throw new MappingNotPermitted(id, missing, queueArn)
  }
}
