import type { SnsOptions, TopicConfig } from "./config.ts"
import { checkArn } from "./endpoints.ts"
import { fifoTopic, invalidParameter, topicNotFound } from "./errors.ts"

export type Topics = ReturnType<typeof openTopics>

/** The app's topics. Throws InvalidParameter for a FIFO topic. */
export function openTopics({ topics }: SnsOptions) {
  const byArn = new Map(topics.map((topic) => [topic.arn, topic]))
  const fifo = topics.find(({ arn, name }) => arn.endsWith(".fifo") || name.endsWith(".fifo"))
  if (fifo !== undefined) throw fifoTopic(fifo.name)
  return {
    all: topics,
    /** Throws NotFound, InvalidParameter. */
    get: (arn: string | null, parameter = "TopicArn"): TopicConfig => {
      if (arn === null || arn === "") throw invalidParameter(`${parameter} Reason: no value for required parameter`)
      checkArn(parameter, arn)
      const topic = byArn.get(arn)
      if (topic === undefined) throw topicNotFound()
      return topic
    },
  }
}
