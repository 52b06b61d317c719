import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { derivedId, type Video } from "@darkroom/events"
import type { z } from "zod"
import { START_SECONDS } from "./decode-limits.ts"
import { answerSchema } from "./decoding.ts"
import { DecoderFailed } from "./errors.ts"
import { reviveError } from "./revive-error.ts"

export interface DecoderOptions<Result> {
  readonly client: Pick<LambdaClient, "send">
  readonly functionName: string
  readonly result: z.ZodType<Result>
}

/** Has a video decoded and waits for what is found. Throws what the decoder found wrong with the video or failed with, and DecoderFailed. */
export type CallDecoder<Result> = (video: Pick<Video, "id" | "owner">, request: object) => Promise<Result>

/** By invoking the function. */
export function callDecoder<Result>({ client, functionName, result }: DecoderOptions<Result>): CallDecoder<Result> {
  const schema = answerSchema(result)
  return async (video, request) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: functionName, TenantId: tenantOf(video), Payload: JSON.stringify(request) }),
    )
    const text = Payload ? Buffer.from(Payload).toString() : ""
    if (FunctionError !== undefined) throw new DecoderFailed(functionName, `ended with ${errorIn(text)}`)
    const answer = schema.safeParse(parsed(text))
    if (!answer.success) throw new DecoderFailed(functionName, "answered what nobody expects", { cause: answer.error })
    if (answer.data.ok) return answer.data.result
    throw reviveError(answer.data.error, video.id)
  }
}

/**
 * Lambda decodes videos of several tenants in no execution environment that they share: one that a video has taken over sees no
 * other user's. What belongs to nobody has one of its own. https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 */
function tenantOf({ id, owner }: Pick<Video, "id" | "owner">): string {
  return owner === "shared" ? id : derivedId("tenant", owner)
}

/** Lambda tells of a crash or a timeout the same way as of an error. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function errorIn(text: string): string {
  const { errorType = "an error", errorMessage = "" } = Object(parsed(text)) as Record<string, unknown>
  return `${String(errorType)}: ${String(errorMessage)}`.slice(0, 500)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds that a connection may take, so that what cannot be reached does not cost the whole of the time. */
const CONNECTION_MILLISECONDS = 5_000

/** A decoder whose name the stacks give in the environment. */
export function decoderNamed<Result>(
  variable: string,
  seconds: number,
  result: z.ZodType<Result>,
): CallDecoder<Result> {
  const functionName = process.env[variable]
  if (!functionName) throw new Error(`The environment variable ${variable} is missing; stacks/video.ts sets it`)
  // One attempt: the SDK's next one would decode it all once more, with the first one still at work. The queue brings the message back.
  const client = new LambdaClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_MILLISECONDS,
      requestTimeout: (seconds + START_SECONDS) * 1000,
      throwOnRequestTimeout: true,
    },
  })
  return callDecoder({ client, functionName, result })
}
