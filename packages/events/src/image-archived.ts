import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample } from "./image.ts"

export const ImageArchived = defineEvent({
  name: "ImageArchived",
  version: 1,
  source: "darkroom.ingest",
  description: "S3 put the original of a photo into an archive: it is read again once it has been restored.",
  schema: z.object({
    imageId: z.uuid(),
    bucket: z.string().min(1),
    key: z.string().min(1),
    storageClass: z.string().min(1).describe("S3's, such as GLACIER"),
    archivedAt: z.iso.datetime(),
  }),
  example: {
    imageId: imageExample.id,
    bucket: "photos",
    key: `analyzed/success/${imageExample.id}/IMG_0042.jpg`,
    storageClass: "GLACIER",
    archivedAt: "2026-12-21T00:00:00.000Z",
  },
})
export type ImageArchived = EventOf<typeof ImageArchived>
