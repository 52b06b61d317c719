import { MalformedEvent, problemsOf } from "@darkroom/events"
import type { Emitted, Subscription } from "@darkroom/lambda"
import { z } from "zod"

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html, as far as ingest looks at it. */
const objectCreatedSchema = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      // S3 leaves the size out of no "Object Created" event; it is 0 for an empty object.
      size: z.int().nonnegative(),
      etag: z.string().min(1),
      sequencer: z.string().min(1),
    }),
  }),
})

/** An object that appeared in S3. */
export interface ObjectCreated {
  readonly bucket: string
  /** As it is: EventBridge's events, unlike S3's own notifications, do not URL-encode it. */
  readonly key: string
  readonly bytes: number
  readonly etag: string
  readonly sequencer: string
  readonly time: string
}

/** Subscribes a use case to S3's "Object Created". Two deliveries are the same when object and sequencer are. */
export function onObjectCreated(useCase: (created: ObjectCreated) => Promise<Emitted>): Subscription {
  return {
    type: "Object Created",
    source: "aws.s3",
    read(event) {
      const created = parseObjectCreated(event)
      const { bucket, key, sequencer } = created
      return {
        key: JSON.stringify([bucket, key, sequencer]),
        ids: { bucket, key, sequencer },
        run: () => useCase(created),
      }
    },
  }
}

function parseObjectCreated(event: unknown): ObjectCreated {
  const result = objectCreatedSchema.safeParse(event)
  if (!result.success) throw new MalformedEvent("S3's Object Created", problemsOf(result.error))
  const { time, detail } = result.data
  const { key, size, etag, sequencer } = detail.object
  return { bucket: detail.bucket.name, key, bytes: size, etag, sequencer, time }
}
