import { recognitionConcurrency } from "./rekognition.ts"
import { mappingsOf } from "./resources.ts"
import { allowed, arnOf, changed, keeps, production } from "./stages.fixture.ts"

const { name } = mappingsOf(production).find(({ state }) => state.eventSourceArn === arnOf("TaggingEventsQueue"))!

keeps(recognitionConcurrency, {
  broken: {
    "a queue without a limit": [
      changed(name, { scalingConfig: undefined }),
      "TaggingEventsQueue: TaggingFunction calls Rekognition, and has no maximum concurrency",
    ],
    "a function that comes to call Rekognition": [
      allowed("VideoRole", "rekognition:DetectLabels", "*"),
      "VideoEventsQueue: VideoFunction calls Rekognition, and has no maximum concurrency",
    ],
  },
})
