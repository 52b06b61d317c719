import { type Clock, systemClock } from "../clock.ts"
import { seededRandom } from "./random.ts"

/**
 * What can go wrong with a call: refused for being too many, refused by a fault of the service, refused with an error that is named, answered
 * late, the connection closed without an answer, or the work done and only the answer lost. The last two look alike to the caller.
 */
export type CallFault = "throttle" | "serverError" | "refuse" | "latency" | "drop" | "crashAfter"

/** What a standard queue may do at any time. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html */
export type DeliveryFault = "duplicate" | "reorder"

interface RuleScope {
  /** The service's name in the SigV4 scope, such as `sqs`. */
  readonly service: string
  /** Such as `SendMessage`; every operation where it is not given. Deliveries are `receive`, what Rekognition tells of a video job `completion`. */
  readonly operation?: string
  /** 0 to 1. */
  readonly probability: number
  /** Strikes at the most; no limit where it is not given. */
  readonly times?: number
}

export type FaultRule = RuleScope &
  (
    | { readonly fault: Exclude<CallFault, "latency" | "refuse"> | DeliveryFault }
    /** Such as InvalidParameterException, which no caller tries again. `status` is 400 where it is not given. */
    | { readonly fault: "refuse"; readonly code: string; readonly status?: number }
    | { readonly fault: "latency"; readonly ms: number }
  )

export interface FaultPlanOptions {
  readonly seed: number
  readonly rules: readonly FaultRule[]
  /** Measures latency. */
  readonly clock?: Clock
}

export interface Strike {
  readonly rule: FaultRule
  /** The rule's own numbers, for what the fault has to choose. */
  readonly random: () => number
}

export interface InjectedFault {
  readonly service: string
  readonly operation: string
  readonly fault: FaultRule["fault"]
}

export interface FaultPlan {
  readonly clock: Clock
  /** Every fault so far, in order. */
  readonly injected: readonly InjectedFault[]
  /** The first rule that strikes this call, if one of these faults does. */
  strike(service: string, operation: string, faults: readonly FaultRule["fault"][]): Strike | undefined
}

/** Decides which calls go wrong. Each rule has random numbers of its own, so that a further rule leaves the others' as they are. */
export function faultPlan({ seed, rules, clock = systemClock }: FaultPlanOptions): FaultPlan {
  const armed = rules.map((rule, index) => ({ rule, random: seededRandom(seed + index * 0x9e3779b9), strikes: 0 }))
  const injected: InjectedFault[] = []
  return {
    clock,
    injected,
    strike(service, operation, faults) {
      const found = armed.find(({ rule, random, strikes }) => {
        if (rule.service !== service || !faults.includes(rule.fault)) return false
        if (rule.operation !== undefined && rule.operation !== operation) return false
        return strikes < (rule.times ?? Infinity) && random() < rule.probability
      })
      if (found === undefined) return undefined
      found.strikes++
      injected.push({ service, operation, fault: found.rule.fault })
      return found
    },
  }
}
