import { SchedulerClient } from "@aws-sdk/client-scheduler"
import { onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import {
  DEFAULT_RETRY,
  type DeliveryContext,
  type DroppedInvocation,
  type ScheduleConfig,
  schedulerService,
  type ScheduleTarget,
} from "./scheduler.ts"

export const RoleArn = "arn:aws:iam::000000000000:role/scheduler"
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
export const scheduleArn = (name: string, group = "default") =>
  `arn:aws:scheduler:us-east-1:000000000000:schedule/${group}/${name}`

/** A schedule of the app that sends `tick` to the queue `work`. */
export function schedule(expression: string, config: Partial<ScheduleConfig> = {}): ScheduleConfig {
  const target = { arn: queueArn("work"), roleArn: RoleArn, input: "tick", retry: DEFAULT_RETRY }
  return { name: "nightly", arn: scheduleArn("nightly"), expression, enabled: true, target, ...config }
}

export interface Delivered {
  readonly target: ScheduleTarget
  readonly body: string
  readonly context: DeliveryContext
  readonly time: string
}

interface TestOptions {
  readonly schedules?: readonly ScheduleConfig[]
  readonly store?: ReturnType<typeof openStore>
  readonly clock?: ReturnType<typeof manualClock>
  readonly random?: number
}

/** The service on a clock that stands at 2026-01-01, a Thursday; ARNs in `failing` take nothing. */
export function testScheduler({
  schedules = [],
  store = openStore(),
  clock = manualClock(),
  random = 1,
}: TestOptions = {}) {
  const delivered: Delivered[] = []
  const dropped: DroppedInvocation[] = []
  const failing = new Map<string, Error>()
  const options = {
    schedules,
    random: () => random,
    onDropped: (invocation: DroppedInvocation) => void dropped.push(invocation),
    deliver: async (target: ScheduleTarget, body: string, context: DeliveryContext) => {
      const error = failing.get(target.arn)
      if (error) throw error
      delivered.push({ target, body, context, time: new Date(clock.now()).toISOString().slice(0, 19) })
    },
  }
  const context = { clock, store, region: "us-east-1", accountId: "000000000000" }
  const scheduler = schedulerService(options, context)
  onTestFinished(() => scheduler.close())
  /** Moves time by steps, so that what is under way ends before the next step. */
  const pass = async (milliseconds: number, steps = 1): Promise<void> => {
    for (let step = 0; step < steps; step++) {
      clock.advance(milliseconds / steps)
      await scheduler.idle()
    }
  }
  return { scheduler, delivered, dropped, failing, clock, store, pass, times: () => delivered.map(({ time }) => time) }
}

/** With a client of the service. */
export async function wiredScheduler(options: TestOptions = {}) {
  const parts = testScheduler(options)
  const gateway = await startGateway({ port: 0, services: [parts.scheduler] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new SchedulerClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  return { ...parts, client, url: gateway.url }
}
