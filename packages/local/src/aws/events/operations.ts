import type { JsonOperation } from "../json-protocol.ts"
import type { ServiceContext } from "../service.ts"
import type { ArchiveRows } from "./archive-rows.ts"
import type { ArchiveConfig, BusConfig, EventsOptions, RuleConfig, TargetConfig } from "./config.ts"
import { notFound, validationError } from "./errors.ts"
import type { EventLog } from "./event-log.ts"
import { compilePattern } from "./pattern/pattern.ts"
import { isObject, type JsonObject } from "./pattern/value.ts"
import { putEvents } from "./put-events.ts"
import type { Router } from "./router.ts"

export interface OperationsParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly log: EventLog
  readonly archive: ArchiveRows
}

/** EventBridge's operations but replays, by name. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html */
export function operations({ options, context, router, log, archive }: OperationsParts): Record<string, JsonOperation> {
  const { buses, archives } = options
  const busOf = (nameOrArn = "default"): BusConfig => {
    const bus = router.findBus(nameOrArn)
    if (bus === undefined) throw notFound("Event bus", nameOrArn)
    return bus
  }
  const ruleOf = (name: string, bus: BusConfig): RuleConfig => {
    const rule = router.rulesOn(bus).find((candidate) => candidate.name === name)
    if (rule === undefined) throw notFound("Rule", name)
    return rule
  }
  const archiveSummary = ({ name, busArn, retentionDays }: ArchiveConfig) => {
    const { events, bytes } = archive.size(name)
    const EventSourceArn = router.findBus(busArn)?.arn
    return {
      ArchiveName: name,
      EventSourceArn,
      State: "ENABLED",
      RetentionDays: retentionDays,
      SizeBytes: bytes,
      EventCount: events,
    }
  }

  return {
    PutEvents: ({ Entries }) => putEvents(Entries, router, log, context),
    TestEventPattern: ({ EventPattern = "", Event = "" }) => ({
      Result: compilePattern(String(EventPattern))(parseEvent(String(Event))),
    }),
    ListEventBuses: ({ NamePrefix = "" }) => ({
      EventBuses: buses.filter(({ name }) => name.startsWith(NamePrefix)).map(busOutput),
    }),
    DescribeEventBus: ({ Name }) => busOutput(busOf(Name)),
    ListRules: ({ EventBusName, NamePrefix = "" }) => {
      const bus = busOf(EventBusName)
      return {
        Rules: router
          .rulesOn(bus)
          .filter(({ name }) => name.startsWith(NamePrefix))
          .map((rule) => ruleOutput(rule, bus)),
      }
    },
    DescribeRule: ({ Name = "", EventBusName }) => {
      const bus = busOf(EventBusName)
      return ruleOutput(ruleOf(Name, bus), bus)
    },
    ListTargetsByRule: ({ Rule = "", EventBusName }) => ({
      Targets: ruleOf(Rule, busOf(EventBusName)).targets.map(targetOutput),
    }),
    ListArchives: ({ NamePrefix = "" }) => {
      log.expireArchives()
      return { Archives: archives.filter(({ name }) => name.startsWith(NamePrefix)).map(archiveSummary) }
    },
    DescribeArchive: ({ ArchiveName = "" }) => {
      log.expireArchives()
      const found = archives.find(({ name }) => name === ArchiveName)
      if (found === undefined) throw notFound("Archive", ArchiveName)
      const ArchiveArn = `arn:aws:events:${context.region}:${context.accountId}:archive/${found.name}`
      return {
        ...archiveSummary(found),
        ArchiveArn,
        ...(found.pattern !== undefined && { EventPattern: found.pattern }),
      }
    },
  }
}

function busOutput({ name, arn }: BusConfig) {
  return { Name: name, Arn: arn }
}

function ruleOutput({ name, arn, pattern, enabled }: RuleConfig, bus: BusConfig) {
  const EventPattern = typeof pattern === "string" ? pattern : JSON.stringify(pattern)
  return { Name: name, Arn: arn, EventPattern, State: enabled ? "ENABLED" : "DISABLED", EventBusName: bus.name }
}

function targetOutput({ id, arn, deadLetterArn, retry, input, inputPath, inputTransformer }: TargetConfig) {
  return {
    Id: id,
    Arn: arn,
    DeadLetterConfig: deadLetterArn === undefined ? undefined : { Arn: deadLetterArn },
    RetryPolicy: retry && {
      MaximumRetryAttempts: retry.maximumRetryAttempts,
      MaximumEventAgeInSeconds: retry.maximumEventAgeInSeconds,
    },
    Input: input,
    InputPath: inputPath,
    InputTransformer: inputTransformer && {
      InputPathsMap: inputTransformer.inputPathsMap,
      InputTemplate: inputTransformer.inputTemplate,
    },
  }
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
