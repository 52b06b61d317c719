import { VideoUploaded } from "@darkroom/events"
import { subscriber } from "@darkroom/lambda"
import { refuse } from "./refuse.ts"

export const handler = subscriber(VideoUploaded, refuse)
