import type { JsonOperation } from "../json-protocol.ts"
import type { ServiceContext } from "../service.ts"
import type { EventsOptions } from "./config.ts"
import { validationError } from "./errors.ts"
import type { EventLog } from "./event-log.ts"
import { busOutput, ruleOutput, targetOutput } from "./outputs.ts"
import { page } from "./page.ts"
import { compilePattern } from "./pattern/pattern.ts"
import { isObject, type JsonObject } from "./pattern/value.ts"
import { putEvents } from "./put-events.ts"
import type { Router } from "./router.ts"

export interface OperationsParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly log: EventLog
}

/** EventBridge's operations on events, buses and rules, by name. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html */
export function operations({ options, context, router, log }: OperationsParts): Record<string, JsonOperation> {
  const { busNamed, ruleNamed, rulesOn } = router
  return {
    PutEvents: ({ Entries }, _caller, traceHeader) => putEvents(Entries, { router, log, context, traceHeader }),
    TestEventPattern: ({ EventPattern = "", Event = "" }) => ({
      Result: compilePattern(String(EventPattern))(parseEvent(String(Event))),
    }),
    ListEventBuses: ({ NamePrefix = "", ...paging }) => {
      const { items, next } = page(startingWith(options.buses, NamePrefix), paging)
      return { EventBuses: items.map(busOutput), ...next }
    },
    DescribeEventBus: ({ Name }) => busOutput(busNamed(Name)),
    ListRules: ({ EventBusName, NamePrefix = "", ...paging }) => {
      const bus = busNamed(EventBusName)
      const { items, next } = page(startingWith(rulesOn(bus), NamePrefix), paging)
      return { Rules: items.map((rule) => ruleOutput(rule, bus)), ...next }
    },
    ListRuleNamesByTarget: ({ TargetArn, EventBusName, ...paging }) => {
      const rules = rulesOn(busNamed(EventBusName)).filter(({ targets }) =>
        targets.some(({ arn }) => arn === TargetArn),
      )
      const { items, next } = page(rules, paging)
      return { RuleNames: items.map(({ name }) => name), ...next }
    },
    DescribeRule: ({ Name = "", EventBusName }) => {
      const bus = busNamed(EventBusName)
      return ruleOutput(ruleNamed(Name, bus), bus)
    },
    ListTargetsByRule: ({ Rule = "", EventBusName, ...paging }) => {
      const { items, next } = page(ruleNamed(Rule, busNamed(EventBusName)).targets, paging)
      return { Targets: items.map(targetOutput), ...next }
    },
  }
}

function startingWith<Named extends { readonly name: string }>(all: readonly Named[], prefix: string): Named[] {
  return all.filter(({ name }) => name.startsWith(prefix))
}

function parseEvent(text: string): JsonObject {
  try {
    const event: unknown = JSON.parse(text)
    if (isObject(event)) return event
  } catch (cause) {
    throw validationError("Parameter Event is not valid. Reason: It is not JSON.", { cause })
  }
  throw validationError("Parameter Event is not valid. Reason: It is not an object.")
}
