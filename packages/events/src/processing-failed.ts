import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"

export const failureClassSchema = z.enum(["permanent", "transient", "throttled", "unsupported"])
export type FailureClass = z.infer<typeof failureClassSchema>

export const ProcessingFailed = defineEvent({
  name: "ProcessingFailed",
  version: 1,
  source: "darkroom.failures",
  description: "A message reached a dead-letter queue: one step gave up, the others go on.",
  schema: z.object({
    imageId: z.string().nullable().describe("Null where the message was no event that tells"),
    service: z.string().describe("The service that gave up; `bus` where the rule could not deliver"),
    class: failureClassSchema,
    message: z.string().min(1).describe("One sentence for the photo's owner"),
    error: z.object({ name: z.string(), message: z.string() }).describe("For engineers"),
    attempts: z.int().nonnegative(),
    queue: z.string().describe("Name of the dead-letter queue"),
    failedEvent: z
      .object({ id: z.string(), type: z.string() })
      .nullable()
      .describe("The event that could not be handled; null where the message was none"),
    body: z.string().describe("The message as it was, so that nothing is lost and it can be sent again"),
  }),
  example: {
    imageId: "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11",
    service: "tagging",
    class: "throttled",
    message: "The photo could not be tagged: the recognition service was too busy, and retrying did not help.",
    error: { name: "ProvisionedThroughputExceededException", message: "Provisioned Rate exceeded" },
    attempts: 5,
    queue: "TaggingDeadLetters",
    failedEvent: { id: "8f14e45f-ceea-5a67-a5b8-0d3c1c0c7b22", type: "MetadataExtracted" },
    body: "{}",
  },
})
export type ProcessingFailed = EventOf<typeof ProcessingFailed>
