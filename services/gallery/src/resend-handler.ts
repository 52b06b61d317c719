import { RetryRequested } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { resendStep } from "./resend-step.ts"

export const handler = subscriber([on(RetryRequested, resendStep)])
