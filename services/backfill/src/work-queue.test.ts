import type { SQSClient } from "@aws-sdk/client-sqs"
import { expect, it } from "vitest"
import { workQueue } from "./work-queue.ts"

it("sends what there is to do, and tells how much waits in the fullest lane, what is being worked on included", async () => {
  const depths: Record<string, object> = {
    a: { ApproximateNumberOfMessages: "3", ApproximateNumberOfMessagesNotVisible: "4" },
    b: { ApproximateNumberOfMessages: "5" },
  }
  const sent: object[] = []
  const send = async ({ input }: { input: { QueueUrl: string } }) => {
    sent.push(input)
    return { Attributes: depths[input.QueueUrl] }
  }
  const client = { send } as unknown as Pick<SQSClient, "send">
  const queue = workQueue(client, "work", ["a", "b"])
  expect(await queue.backlog()).toBe(7)
  await queue.send({ id: "i" }, 30)
  expect(sent.at(-1)).toEqual({ QueueUrl: "work", MessageBody: '{"id":"i"}', DelaySeconds: 30 })
  expect(await workQueue(client, "work", []).backlog()).toBe(0)
})
