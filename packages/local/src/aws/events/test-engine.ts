import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import type { DeadLetterAttributes, EventsOptions, RuleConfig, TargetConfig } from "./config.ts"
import { eventsService } from "./events.ts"

export const bus = { name: "photos", arn: "arn:aws:events:us-east-1:000000000000:event-bus/photos" }
export const defaultBus = { name: "default", arn: "arn:aws:events:us-east-1:000000000000:event-bus/default" }
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`

export interface Delivered {
  readonly arn: string
  readonly message: string
  readonly attributes: DeadLetterAttributes | undefined
}

export function rule(name: string, pattern: string | object, more: Partial<RuleConfig> = {}): RuleConfig {
  const targets: TargetConfig[] = [{ id: `${name}-target`, arn: queueArn(name) }]
  return {
    name,
    arn: `arn:aws:events:us-east-1:000000000000:rule/photos/${name}`,
    bus: "photos",
    pattern,
    enabled: true,
    targets,
    ...more,
  }
}

/** A service on a manual clock whose targets are a list; `failing` holds the ARNs that refuse messages. */
export function testEngine(options: Partial<EventsOptions>, store = openStore(), clock = manualClock()) {
  const delivered: Delivered[] = []
  const failing = new Set<string>()
  const deliver: EventsOptions["deliver"] = async ({ arn }, message, attributes) => {
    if (failing.has(arn)) throw new Error(`${arn} is down`)
    delivered.push({ arn, message, attributes })
  }
  const context = { clock, store, region: "us-east-1", accountId: "000000000000" }
  const events = eventsService(
    { buses: [defaultBus, bus], rules: [], archives: [], deliver, random: () => 1, ...options },
    context,
  )
  onTestFinished(() => events.close())
  return { events, delivered, failing, clock, store }
}

/** The same, behind a gateway and the real SDK. */
export async function wiredEngine(options: Partial<EventsOptions> = {}) {
  const engine = testEngine(options)
  const gateway = await startGateway({ port: 0, services: [engine.events] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new EventBridgeClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  return { ...engine, client }
}
