import {
  CancelReplayCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  PutEventsCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge"
import { expect } from "vitest"
import { type Cases, type Clients, received, receivedJson } from "./clients.ts"
import { arns } from "./arns.ts"
import { ordered } from "./ordered.ts"

const RULE_ARN = arns.rule("shop/orders")
const ARCHIVE_ARN = arns.archive("kept")

/** Puts an order and has it delivered once, so that it can be told from a replay's. */
async function order(clients: Clients, number: number): Promise<void> {
  await clients.events.send(new PutEventsCommand({ Entries: [ordered(number)] }))
  await received(clients, "orders")
}

/** Of the last minute. */
function startReplay({ events, clock }: Clients, ReplayName: string) {
  return events.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: ARCHIVE_ARN,
      EventStartTime: new Date(clock.now() - 60_000),
      EventEndTime: new Date(clock.now() + 1_000),
      Destination: { Arn: arns.bus("shop"), FilterArns: [RULE_ARN] },
    }),
  )
}

const stateOf = async ({ events }: Clients, ReplayName: string) =>
  (await events.send(new DescribeReplayCommand({ ReplayName }))).State

export const eventsReplayCases: Cases = {
  async ListArchives(clients) {
    await order(clients, 1)
    const { Archives } = await clients.events.send(new ListArchivesCommand({ EventSourceArn: arns.bus("shop") }))
    expect(Archives).toMatchObject([{ ArchiveName: "kept", EventCount: 1, State: "ENABLED" }])
  },
  async DescribeArchive(clients) {
    await order(clients, 1)
    expect(await clients.events.send(new DescribeArchiveCommand({ ArchiveName: "kept" }))).toMatchObject({
      ArchiveArn: ARCHIVE_ARN,
      EventSourceArn: arns.bus("shop"),
      EventPattern: '{"source":["shop"]}',
      RetentionDays: 30,
      EventCount: 1,
    })
  },
  async StartReplay(clients) {
    await order(clients, 7)
    expect(await startReplay(clients, "again")).toMatchObject({ State: "STARTING", ReplayArn: arns.replay("again") })
    clients.clock.advance(0)
    expect(await receivedJson(clients, "orders")).toMatchObject({ "replay-name": "again", detail: { number: 7 } })
  },
  async DescribeReplay(clients) {
    await order(clients, 1)
    await startReplay(clients, "told")
    clients.clock.advance(0)
    expect(await clients.events.send(new DescribeReplayCommand({ ReplayName: "told" }))).toMatchObject({
      State: "COMPLETED",
      Destination: { Arn: arns.bus("shop"), FilterArns: [RULE_ARN] },
      EventSourceArn: ARCHIVE_ARN,
      EventLastReplayedTime: new Date(clients.clock.now()),
    })
  },
  async ListReplays(clients) {
    await startReplay(clients, "first")
    clients.clock.advance(0)
    await startReplay(clients, "second")
    const { Replays } = await clients.events.send(new ListReplaysCommand({ State: "COMPLETED" }))
    expect(Replays?.map(({ ReplayName }) => ReplayName)).toEqual(["first"])
  },
  async CancelReplay(clients) {
    await order(clients, 1)
    await startReplay(clients, "stopped")
    const cancel = new CancelReplayCommand({ ReplayName: "stopped" })
    expect(await clients.events.send(cancel)).toMatchObject({ State: "CANCELLING" })
    expect(await stateOf(clients, "stopped")).toBe("CANCELLING")
    clients.clock.advance(0)
    expect(await stateOf(clients, "stopped")).toBe("CANCELLED")
    expect(clients.engine.sqs.depth(arns.queue("orders")).visible).toBe(0)
    await expect(clients.events.send(cancel)).rejects.toMatchObject({ name: "IllegalStatusException" })
  },
}
