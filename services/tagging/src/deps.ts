import {
  DetectFacesCommand,
  type DetectFacesCommandInput,
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  DetectModerationLabelsCommand,
  type DetectModerationLabelsCommandInput,
  DetectTextCommand,
  type DetectTextCommandInput,
  RecognizeCelebritiesCommand,
  type RecognizeCelebritiesCommandInput,
  RekognitionClient,
} from "@aws-sdk/client-rekognition"
import type { Image } from "@darkroom/events"
import { type Documents, lazy, linked, originals, outputDocuments } from "@darkroom/lambda"
import type { Answers } from "./answers.ts"

/** One call a feature. */
export interface Rekognition {
  detectLabels(input: DetectLabelsCommandInput): Promise<Answers["labels"]>
  detectFaces(input: DetectFacesCommandInput): Promise<Answers["faces"]>
  detectText(input: DetectTextCommandInput): Promise<Answers["text"]>
  detectModerationLabels(input: DetectModerationLabelsCommandInput): Promise<Answers["moderation"]>
  recognizeCelebrities(input: RecognizeCelebritiesCommandInput): Promise<Answers["celebrities"]>
}

/** What the use case needs of the world. The original is meant to be the one that was uploaded, told by its ETag. */
export interface TaggingDeps {
  /** The image with the key under which the original is now; undefined where it was deleted or replaced. */
  locate(image: Image): Promise<Image | undefined>
  /** The original's bytes; undefined where it was deleted or replaced. */
  readOriginal(image: Image): Promise<Uint8Array | undefined>
  readonly rekognition: Rekognition
  /** Where the answers are kept. */
  readonly documents: Documents
  /** Name of the bucket that they are in. */
  documentsBucket(): string
}

// Two attempts, which are a quarter of a second apart: a function that waits is paid for, and the queue waits for nothing.
const client = lazy(() => new RekognitionClient({ maxAttempts: 2 }))

/** Shorter than the function's timeout: what the others answered is kept when one does not answer. */
const PATIENCE_MILLISECONDS = 20_000
const options = () => ({ abortSignal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })

export const defaultDeps: TaggingDeps = {
  locate: originals.locate,
  readOriginal: originals.read,
  documents: outputDocuments,
  documentsBucket: () => linked("Output").name,
  rekognition: {
    detectLabels: (input) => client().send(new DetectLabelsCommand(input), options()),
    detectFaces: (input) => client().send(new DetectFacesCommand(input), options()),
    detectText: (input) => client().send(new DetectTextCommand(input), options()),
    detectModerationLabels: (input) => client().send(new DetectModerationLabelsCommand(input), options()),
    recognizeCelebrities: (input) => client().send(new RecognizeCelebritiesCommand(input), options()),
  },
}
