import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs"
import { expect } from "vitest"
import { type Cases, type Clients, received } from "./clients.ts"
import { arns } from "./arns.ts"
import { bodies, send, TIMEOUT } from "./sqs-calls.ts"

const SourceArn = arns.queue("dead-letters")

/** Has messages fail as often as `work` lets them. */
async function deadLetters(clients: Clients, ...texts: string[]) {
  for (const text of texts) await send(clients, text, "work")
  expect(await bodies(clients, "work")).toEqual(texts)
  clients.clock.advance(TIMEOUT)
  expect(await bodies(clients, "work")).toEqual([])
}

const startMove = async ({ sqs }: Clients, MaxNumberOfMessagesPerSecond?: number) => {
  const rate = MaxNumberOfMessagesPerSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond }
  return (await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...rate }))).TaskHandle
}

const moves = async ({ sqs }: Clients) =>
  (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results

export const sqsMoveCases: Cases = {
  async StartMessageMoveTask(clients) {
    await deadLetters(clients, "again")
    expect(await startMove(clients)).toEqual(expect.any(String))
    clients.clock.advance(0)
    expect(await received(clients, "work")).toEqual(["again"])
    expect(await bodies(clients, "dead-letters")).toEqual([])
  },
  async ListMessageMoveTasks(clients) {
    await deadLetters(clients, "one", "two")
    await startMove(clients)
    clients.clock.advance(0)
    const counts = { ApproximateNumberOfMessagesMoved: 2, ApproximateNumberOfMessagesToMove: 2 }
    expect(await moves(clients)).toMatchObject([{ SourceArn, Status: "COMPLETED", ...counts }])
  },
  async CancelMessageMoveTask(clients) {
    await deadLetters(clients, "one", "two")
    const TaskHandle = await startMove(clients, 1)
    clients.clock.advance(0)
    const cancelled = await clients.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(1)
    expect(await moves(clients)).toMatchObject([{ Status: "CANCELLING" }])
    clients.clock.advance(10_000)
    expect(await moves(clients)).toMatchObject([{ Status: "CANCELLED" }])
    expect(await bodies(clients, "dead-letters")).toEqual(["two"])
  },
}
