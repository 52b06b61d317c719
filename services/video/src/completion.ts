import { MalformedEvent } from "@darkroom/events"
import type { SQSRecord } from "aws-lambda"
import { z } from "zod"

/** What Rekognition says when a job has ended. https://docs.aws.amazon.com/rekognition/latest/dg/api-video-notification.html */
const completionSchema = z.object({
  JobId: z.string().min(1),
  Status: z.string(),
  API: z.string(),
  JobTag: z.string().optional(),
})
export type Completion = z.infer<typeof completionSchema>

const envelopeSchema = z.object({ Type: z.literal("Notification"), MessageId: z.string().min(1), Message: z.string() })

export interface ReceivedCompletion {
  /** Two deliveries of one notification have the same. */
  readonly id: string
  readonly completion: Completion
}

/** Reads a completion as SNS puts it into a queue. Throws MalformedEvent. */
export function readCompletion({ body, messageId }: Pick<SQSRecord, "body" | "messageId">): ReceivedCompletion {
  const outer = parse(body)
  const envelope = envelopeSchema.safeParse(outer)
  const result = completionSchema.safeParse(envelope.success ? parse(envelope.data.Message) : outer)
  if (!result.success)
    throw new MalformedEvent(
      "The completion",
      result.error.issues.map(({ path, message }) => `${path.join(".") || "(all)"}: ${message}`),
    )
  return { id: envelope.data?.MessageId ?? messageId, completion: result.data }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MalformedEvent("The completion", ["it is not JSON"], { cause })
  }
}
