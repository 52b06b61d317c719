import { derivedId, ImageArchived, ImageRestored, MalformedEvent, movedImageId, problemsOf } from "@darkroom/events"
import type { Subscription } from "@darkroom/lambda"
import { z } from "zod"

/** What these events have in common. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const common = { bucket: z.object({ name: z.string().min(1) }), object: z.object({ key: z.string().min(1) }) }
const schemaOf = <Detail extends z.ZodRawShape>(detail: Detail) =>
  z.object({ time: z.iso.datetime(), detail: z.object({ ...common, ...detail }) })

const classChanged = schemaOf({ "destination-storage-class": z.string().min(1) })
const restoreCompleted = schemaOf({ "restore-expiry-time": z.iso.datetime() })
const restoreExpired = schemaOf({})

/** Classes whose objects have to be restored before they are read; lifecycle rules may name others. */
const ARCHIVES: readonly string[] = ["GLACIER", "DEEP_ARCHIVE"]

type News = ImageArchived | ImageRestored

/** S3's "Object Storage Class Changed": a moved original went into the archive. */
export const onClassChanged = subscribed("Object Storage Class Changed", classChanged, ({ time, detail }, original) => {
  const storageClass = detail["destination-storage-class"]
  if (!ARCHIVES.includes(storageClass)) return undefined
  const archivedAt = new Date(time).toISOString()
  return ImageArchived.create({ ...original, storageClass, archivedAt }, first("archived", original, time))
})

/** S3's "Object Restore Completed": a copy of what is archived can be read for some days. */
export const onRestoreCompleted = subscribed(
  "Object Restore Completed",
  restoreCompleted,
  ({ time, detail }, original) => {
    const until = new Date(detail["restore-expiry-time"]).toISOString()
    return ImageRestored.create({ ...original, until }, first("restored", original, time))
  },
)

/** S3's "Object Restore Expired": that copy has gone. */
export const onRestoreExpired = subscribed("Object Restore Expired", restoreExpired, ({ time }, original) =>
  ImageRestored.create({ ...original, until: null }, first("expired", original, time)),
)

interface Original {
  readonly imageId: string
  readonly bucket: string
  readonly key: string
}

/** These events have no sequencer: two are the same when key and time are. Other keys than those of moved originals are ignored. */
function subscribed<Event extends z.infer<typeof restoreExpired>>(
  type: string,
  schema: z.ZodType<Event>,
  newsOf: (event: Event, original: Original) => News | undefined,
): Subscription {
  return {
    type,
    source: "aws.s3",
    read(input) {
      const { data: event, error } = schema.safeParse(input)
      if (error) throw new MalformedEvent(`S3's ${type}`, problemsOf(error))
      const { bucket, object } = event.detail
      const imageId = z.uuid().safeParse(movedImageId(object.key)).data
      const ids = { bucket: bucket.name, key: object.key }
      return {
        key: JSON.stringify([type, bucket.name, object.key, event.time]),
        ids,
        run: async () => (imageId === undefined ? undefined : newsOf(event, { imageId, ...ids })),
      }
    },
  }
}

/** Nothing of ours caused it: the first event of a chain. */
function first(what: string, { imageId, bucket, key }: Original, time: string) {
  const id = derivedId(what, bucket, key, time)
  return { id, groupKey: imageId, origin: "upload" as const, time: new Date(time) }
}
