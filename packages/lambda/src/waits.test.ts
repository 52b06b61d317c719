import { sqsRecord } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { waitsIn } from "./waits.ts"

it("remembers the receives of a message as a set, and for as long as messages live", async () => {
  const send = vi.fn()
  await waitsIn("table", "tagging", { send }).add(sqsRecord({}, { attempt: 3, messageId: "m-1" }))
  const { Key, UpdateExpression, ExpressionAttributeValues } = send.mock.calls[0]![0].input
  expect(Key).toEqual({ id: { S: "tagging#waits#m-1" } })
  // ADD to a set: the same receive said twice counts once.
  expect(UpdateExpression).toMatch(/^ADD receives :receive /)
  expect(ExpressionAttributeValues[":receive"]).toEqual({ NS: ["3"] })
  const days = (Number(ExpressionAttributeValues[":expiration"].N) - Date.now() / 1000) / 86_400
  expect(days).toBeCloseTo(14, 1)
})

it("remembers that no receive so far was an attempt", async () => {
  const send = vi.fn()
  await waitsIn("table", "backfill", { send }).add(sqsRecord({}, { attempt: 3 }), "all")
  expect(send.mock.calls[0]![0].input.ExpressionAttributeValues[":receive"]).toEqual({ NS: ["1", "2", "3"] })
})

it("counts them, read consistently", async () => {
  const send = vi.fn(async () => ({ Item: { receives: { NS: ["1", "2", "5"] } } }))
  const waits = waitsIn("table", "tagging", { send: send as never })
  expect(await waits.of(sqsRecord({}))).toBe(3)
  expect(send.mock.calls[0]).toMatchObject([{ input: { ConsistentRead: true } }])
  send.mockResolvedValue({} as never)
  expect(await waits.of(sqsRecord({}))).toBe(0)
})
