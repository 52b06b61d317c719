import { describe, expect, it } from "vitest"
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns"
import { openStore } from "../../store.ts"
import { calls, sqs, TopicArn, wiredSns } from "./testing.ts"

describe("an address that has to confirm", () => {
  const tokenIn = (text: string) => /Token: (\w+)/.exec(text)?.[1] ?? ""

  it("gets nothing before it does, and all from then on, after a restart too", async () => {
    const store = openStore()
    const wired = await wiredSns([sqs()], store)
    const { subscribe, list, confirm } = calls(wired)
    expect((await subscribe("email", "ann@example.com")).SubscriptionArn).toBe("pending confirmation")
    expect((await list())?.at(-1)).toMatchObject({ SubscriptionArn: "PendingConfirmation", Protocol: "email" })
    const counts = (await wired.client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes
    expect(counts).toMatchObject({ SubscriptionsConfirmed: "1", SubscriptionsPending: "1" })
    await calls(wired).publish("early")
    const [mail, ...rest] = wired.sns.outbox()
    expect([mail?.endpoint, mail?.subject, rest]).toEqual([
      "ann@example.com",
      "AWS Notification - Subscription Confirmation",
      [],
    ])
    const { SubscriptionArn } = await confirm(tokenIn(mail?.message ?? ""))
    expect(SubscriptionArn).toBe(mail?.subscriptionArn)
    const restarted = await wiredSns([sqs()], store)
    await calls(restarted).publish("now")
    expect(restarted.sns.outbox().map(({ message }) => message)).toEqual([mail?.message, "now"])
  })

  it("is told by its ARN where the caller wants it, and confirms as often as it likes", async () => {
    const wired = await wiredSns()
    const { subscribe, confirm, get } = calls(wired)
    const { SubscriptionArn } = await subscribe("https", "https://example.com", { ReturnSubscriptionArn: true })
    expect(await get(SubscriptionArn)).toMatchObject({ PendingConfirmation: "true" })
    const asked = JSON.parse(wired.sns.outbox()[0]?.message ?? "") as { Token: string; SubscribeURL: string }
    expect(asked).toMatchObject({ Type: "SubscriptionConfirmation", TopicArn })
    expect(new URL(asked.SubscribeURL).searchParams.get("Token")).toBe(asked.Token)
    for (let times = 0; times < 2; times++) expect(await confirm(asked.Token)).toMatchObject({ SubscriptionArn })
    expect(await get(SubscriptionArn)).toMatchObject({
      PendingConfirmation: "false",
      ConfirmationWasAuthenticated: "false",
    })
  })

  it("gets a new token when it is subscribed again, and the old one is void", async () => {
    const wired = await wiredSns()
    const { subscribe, confirm } = calls(wired)
    await subscribe("email", "ann@example.com")
    await subscribe("email", "ann@example.com")
    const [first, second] = wired.sns.outbox()
    await expect(confirm(tokenIn(first?.message ?? ""))).rejects.toThrow("Invalid parameter: Token")
    expect((await confirm(tokenIn(second?.message ?? ""))).SubscriptionArn).toBe(first?.subscriptionArn)
  })

  it("is forgotten after two days", async () => {
    const wired = await wiredSns()
    const { subscribe, confirm, list } = calls(wired)
    await subscribe("email", "ann@example.com")
    wired.clock.advance(48 * 3_600_000)
    await expect(confirm(tokenIn(wired.sns.outbox()[0]?.message ?? ""))).rejects.toThrow("Invalid parameter: Token")
    expect(await list()).toEqual([])
  })
})
