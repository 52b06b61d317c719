import { lazy } from "@darkroom/lambda"

/** Which service each dead-letter queue belongs to, by ARN; set by stacks/failures.ts. */
export const deadLetterServices = lazy((): Record<string, string> =>
  JSON.parse(process.env["DARKROOM_DEAD_LETTER_SERVICES"] ?? "{}"),
)
