import {
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  type DetectLabelsCommandOutput,
  RekognitionClient,
} from "@aws-sdk/client-rekognition"
import type { Image } from "@darkroom/events"
import { lazy, originals } from "@darkroom/lambda"

/** What the use case needs of the world. The original is meant to be the one that was uploaded, told by its ETag. */
export interface TaggingDeps {
  originalExists(image: Image): Promise<boolean>
  /** The original's bytes; undefined where it was deleted or replaced. */
  readOriginal(image: Image): Promise<Uint8Array | undefined>
  detectLabels(
    input: DetectLabelsCommandInput,
  ): Promise<Pick<DetectLabelsCommandOutput, "Labels" | "LabelModelVersion">>
}

// Few attempts: the queue tries again later, and the concurrency of its mapping is what keeps below Rekognition's rate.
const rekognition = lazy(() => new RekognitionClient({ maxAttempts: 3 }))

export const defaultDeps: TaggingDeps = {
  originalExists: originals.exists,
  readOriginal: originals.read,
  detectLabels: (input) => rekognition().send(new DetectLabelsCommand(input)),
}
