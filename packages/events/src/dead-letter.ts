import { z } from "zod"
import { claimSchema, originSchema } from "./envelope.ts"
import { failureClassSchema } from "./processing-failed.ts"

/** `dead`: nobody has done anything about it. Otherwise what `darkroom dlq` did. */
export const deadLetterStateSchema = z.enum(["dead", "redriven", "purged"])
export type DeadLetterState = z.infer<typeof deadLetterStateSchema>

/** A dead letter as services/failures keeps it in the table DeadLetters, for engineers to look at and to send again. */
export const deadLetterSchema = z.object({
  id: z
    .string()
    .describe("Of the ProcessingFailed that tells of it; a message that failed has one, however often it comes"),
  state: deadLetterStateSchema,
  since: z.iso.datetime().describe("When failures kept it, UTC"),
  changedAt: z.iso.datetime().optional().describe("When the state became what it is, where that is not `dead`"),
  service: z.string().describe("The service that gave up; `bus` where a rule could not deliver"),
  subscriber: z.string().describe("The function that gave up, by its name in stacks/; `bus` likewise"),
  queue: z.string().describe("Name of the dead-letter queue"),
  target: z.string().optional().describe("Name of the queue that a rule could not deliver to"),
  class: failureClassSchema,
  error: z.object({ name: z.string(), message: z.string() }),
  attempts: z.int().nonnegative(),
  event: z
    .object({ id: z.string(), type: z.string(), correlationId: z.string(), origin: originSchema })
    .nullable()
    .describe("Null where the message was no event of Darkroom"),
  imageId: z.string().nullable().describe("What the event is about; null where it was none"),
  body: z.string().optional().describe("The message as it was"),
  claim: claimSchema.optional().describe("In place of `body` where that is too large for an item"),
})
export type DeadLetterRecord = z.infer<typeof deadLetterSchema>
