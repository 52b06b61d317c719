import { lambdaRuntime, lazy, linked } from "@darkroom/lambda"
import { catalogDocuments, limitsIn } from "./deps.ts"
import type { WatchDeps } from "./find-stalled.ts"
import { watchedPhotos } from "./watched.ts"

/** The function has a minute, and is invoked each minute. */
const TURN_MILLISECONDS = 40_000

export const defaultWatchDeps = lazy((): WatchDeps => {
  const { publish, metrics } = lambdaRuntime()
  return {
    photos: watchedPhotos(catalogDocuments(), linked("ImageMetadata").name),
    publish,
    limits: limitsIn(process.env),
    now: () => Date.now(),
    turn: TURN_MILLISECONDS,
    count(stalled) {
      if (stalled > 0) metrics.addMetric("Stalled", "Count", stalled)
    },
  }
})
