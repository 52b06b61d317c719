import type { QueueNode, SubscriptionNode, TopicNode } from "../../graph.ts"
import { type FindAll, type Found, optional, parsed } from "../resources.ts"

export function queueNodes(all: FindAll): QueueNode[] {
  const policies = all("aws:sqs/queuePolicy:QueuePolicy")
  return all("aws:sqs/queue:Queue").map((queue) => queueNode(queue, policies))
}

function queueNode({ id, state }: Found, policies: readonly Found[]): QueueNode {
  const redrive = state["redrivePolicy"] ? JSON.parse(state["redrivePolicy"]) : undefined
  const policy = policies.find((candidate) => candidate.state["queueUrl"] === state["url"])?.state["policy"]
  return {
    id: id.replace(/Queue$/, ""),
    name: state["name"],
    arn: state["arn"],
    url: state["url"],
    visibilityTimeout: state["visibilityTimeoutSeconds"] ?? 30,
    retention: state["messageRetentionSeconds"] ?? 345_600,
    delay: state["delaySeconds"] ?? 0,
    ...(redrive
      ? { redrive: { deadLetterArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount } }
      : {}),
    ...optional("policy", parsed(policy)),
  }
}

export function topicNodes(all: FindAll): TopicNode[] {
  const policies = all("aws:sns/topicPolicy:TopicPolicy")
  return all("aws:sns/topic:Topic").map(({ id, state }) => ({
    id: id.replace(/Topic$/, ""),
    name: state["name"],
    arn: state["arn"],
    ...optional("policy", parsed(policies.find((policy) => policy.state["arn"] === state["arn"])?.state["policy"])),
  }))
}

export function subscriptionNodes(all: FindAll): SubscriptionNode[] {
  return all("aws:sns/topicSubscription:TopicSubscription").map(({ state }) => ({
    arn: state["arn"],
    topicArn: state["topic"],
    protocol: state["protocol"],
    endpoint: state["endpoint"],
    rawMessageDelivery: state["rawMessageDelivery"] === true,
    ...optional("filterPolicy", parsed(state["filterPolicy"])),
    ...optional("filterPolicyScope", state["filterPolicyScope"] as "MessageAttributes" | "MessageBody" | undefined),
    ...optional("deadLetterArn", deadLetterOf(state["redrivePolicy"])),
  }))
}

function deadLetterOf(redrivePolicy: string | undefined): string | undefined {
  return (parsed(redrivePolicy) as { deadLetterTargetArn?: string } | undefined)?.deadLetterTargetArn
}
