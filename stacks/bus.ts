import { archiveRetention } from "./retention.ts"

/** The bus of Darkroom's own events. */
export const bus = new sst.aws.Bus("Events")

/** The account's default bus, where S3 tells of new objects. */
export const defaultBus = sst.aws.Bus.get("Default", "default")

export const archive = new aws.cloudwatch.EventArchive("EventsArchive", {
  description: "Every event of Darkroom, for replay",
  eventSourceArn: bus.arn,
  retentionDays: archiveRetention,
})
