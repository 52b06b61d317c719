import { ImageTagged } from "@darkroom/events"
import { subscriber } from "@darkroom/lambda"
import { categorize } from "./categorize.ts"

export const handler = subscriber(ImageTagged, async (event) => categorize(event))
