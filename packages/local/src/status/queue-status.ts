import type { Engine } from "../engine.ts"
import { oldestSeconds } from "../engine/oldest-message.ts"
import type { Graph } from "../graph.ts"

/** Dead-letter queues are those that a queue, a rule's target, a subscription, a schedule or a function names as its own. */
export function queueStatus({ graph, sqs }: Pick<Engine, "graph" | "sqs">, now: number) {
  const dead = deadLetterArns(graph)
  return graph.queues.map(({ id, arn, redrive }) => {
    const oldest = oldestSeconds(sqs, arn, now)
    return {
      id,
      deadLetters: dead.has(arn),
      ...sqs.depth(arn),
      takenBy: consumersOf(graph, arn),
      ...(oldest === undefined ? {} : { oldestSeconds: oldest }),
      ...(redrive === undefined
        ? {}
        : { deadLetterQueue: idOf(graph, redrive.deadLetterArn), maxReceiveCount: redrive.maxReceiveCount }),
    }
  })
}

function deadLetterArns({
  queues,
  rules,
  subscriptions,
  schedules,
  functions,
}: Graph): ReadonlySet<string | undefined> {
  return new Set([
    ...queues.map(({ redrive }) => redrive?.deadLetterArn),
    ...rules.flatMap(({ targets }) => targets.map(({ deadLetterArn }) => deadLetterArn)),
    ...subscriptions.map(({ deadLetterArn }) => deadLetterArn),
    ...schedules.map(({ target }) => target.deadLetterArn),
    ...functions.flatMap(({ asyncConfig }) => [asyncConfig?.deadLetterArn, asyncConfig?.onFailure]),
  ])
}

function idOf({ queues }: Graph, queueArn: string): string {
  return queues.find(({ arn }) => arn === queueArn)?.id ?? queueArn
}

/** The functions that an event source mapping gives its messages to. */
function consumersOf({ mappings, functions }: Graph, arn: string): string[] {
  const consumers = mappings.filter(({ queueArn }) => queueArn === arn).map(({ functionArn }) => functionArn)
  return functions.filter((node) => consumers.includes(node.arn)).map(({ id }) => id)
}
