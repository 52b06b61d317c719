import type { JsonOperation } from "../json-protocol.ts"
import type { ServiceContext } from "../service.ts"
import type { ArchiveRows } from "./archive-rows.ts"
import type { ArchiveConfig, EventsOptions } from "./config.ts"
import { notFound, validationError } from "./errors.ts"
import type { EventLog } from "./event-log.ts"
import { page } from "./page.ts"
import type { Router } from "./router.ts"

export interface ArchiveOperationsParts {
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  readonly log: EventLog
  readonly archive: ArchiveRows
}

/** EventBridge's operations on archives, by name. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
export function archiveOperations(parts: ArchiveOperationsParts): Record<string, JsonOperation> {
  const { options, context, router, log, archive } = parts
  const { archives } = options
  const summary = ({ name, busArn, retentionDays }: ArchiveConfig) => {
    const { events, bytes } = archive.size(name)
    return {
      ArchiveName: name,
      EventSourceArn: router.findBus(busArn)?.arn,
      State: "ENABLED",
      RetentionDays: retentionDays,
      SizeBytes: bytes,
      EventCount: events,
    }
  }

  return {
    ListArchives: ({ NamePrefix, EventSourceArn, State, Limit, NextToken }) => {
      if ([NamePrefix, EventSourceArn, State].filter((filter) => filter !== undefined).length > 1)
        throw validationError(
          "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.",
        )
      log.expireArchives()
      const found = archives
        .map(summary)
        .filter(({ ArchiveName }) => ArchiveName.startsWith(NamePrefix ?? ""))
        .filter((one) => (EventSourceArn ?? one.EventSourceArn) === one.EventSourceArn)
        .filter((one) => (State ?? one.State) === one.State)
      const { items, next } = page(found, { Limit, NextToken })
      return { Archives: items, ...next }
    },
    DescribeArchive: ({ ArchiveName = "" }) => {
      log.expireArchives()
      const found = archives.find(({ name }) => name === ArchiveName)
      if (found === undefined) throw notFound("Archive", ArchiveName)
      const ArchiveArn = `arn:aws:events:${context.region}:${context.accountId}:archive/${found.name}`
      return { ...summary(found), ArchiveArn, ...(found.pattern !== undefined && { EventPattern: found.pattern }) }
    },
  }
}
