import { Readable } from "node:stream"
import type { AwsRequest, AwsResponse, AwsService } from "../aws/service.ts"
import type { SqsService } from "../aws/sqs/sqs.ts"
import type { Clock } from "../clock.ts"
import type { CallFault, FaultPlan } from "./fault-plan.ts"
import { dropped, failed, refused, throttled } from "./fault-response.ts"
import { faultyReceive } from "./faulty-receive.ts"
import { operationOf } from "./operation-of.ts"

const CALL_FAULTS: readonly CallFault[] = ["throttle", "serverError", "refuse", "latency", "drop", "crashAfter"]

/**
 * The same service, of whose calls some go wrong as the plan says. Calls over HTTP get the faults of calls; `receive` of queues in this
 * process, as an event source mapping uses it, those of delivery. At most one fault strikes a call: that of the first rule.
 */
export function withFaults<Service extends AwsService>(service: Service, plan: FaultPlan): Service {
  const { name } = service
  const faulty: Service = { ...service, handle: (request: AwsRequest) => handle(service, plan, request) }
  if (name !== "sqs" || !("receive" in service)) return faulty
  return { ...faulty, receive: faultyReceive((service as unknown as SqsService).receive, plan) }
}

async function handle(service: AwsService, plan: FaultPlan, original: AwsRequest): Promise<AwsResponse> {
  const { operation, request } = await operationOf(service.name, original)
  const rule = plan.strike(service.name, operation, CALL_FAULTS)?.rule
  if (rule === undefined) return service.handle(request)
  if (rule.fault === "latency") {
    await wait(plan.clock, rule.ms)
    return service.handle(request)
  }
  if (rule.fault === "crashAfter") discard(await service.handle(request))
  // What is not read would hold up the next request of the connection.
  else request.body.resume()
  if (rule.fault === "throttle") return throttled(service.name, request)
  if (rule.fault === "refuse") return refused(service.name, request, rule.code, rule.status)
  return rule.fault === "serverError" ? failed(service.name, request) : dropped(service.name)
}

function discard({ body }: AwsResponse): void {
  if (body instanceof Readable) body.destroy()
}

function wait(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(milliseconds, resolve))
}
