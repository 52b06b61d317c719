import { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import { onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { cloudWatchService } from "./cloudwatch.ts"

/** Noon, so that minutes, hours and days before and after it are easy to read. */
export const NOON = Date.UTC(2026, 0, 1, 12)

export const at = (milliseconds: number) => new Date(NOON + milliseconds)

/** CloudWatch behind a gateway at noon, and AWS's own client of it. */
export async function wired(store = openStore(), clock = manualClock(NOON)) {
  const invalid: string[] = []
  const context = { clock, store, region: "us-east-1", accountId: "000000000000" }
  const cloudwatch = cloudWatchService({ onInvalid: (reason) => invalid.push(reason) }, context)
  const gateway = await startGateway({ port: 0, services: [cloudwatch] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new CloudWatchClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(async () => {
    client.destroy()
    await gateway.close()
  })
  return { cloudwatch, client, clock, invalid }
}
