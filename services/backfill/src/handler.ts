import { OriginalSkipped } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { countSkipped } from "./count-skipped.ts"

export const handler = subscriber([on(OriginalSkipped, (event) => countSkipped(event))])
