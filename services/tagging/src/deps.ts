import {
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  type DetectLabelsCommandOutput,
  RekognitionClient,
} from "@aws-sdk/client-rekognition"
import { GetObjectCommand, HeadObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3"
import type { Image } from "@darkroom/events"

/** What the use case needs of the world. The original is meant to be the one that was uploaded, told by its ETag. */
export interface TaggingDeps {
  originalExists(image: Image): Promise<boolean>
  /** The original's bytes; undefined where it was deleted or replaced. */
  readOriginal(image: Image): Promise<Uint8Array | undefined>
  detectLabels(
    input: DetectLabelsCommandInput,
  ): Promise<Pick<DetectLabelsCommandOutput, "Labels" | "LabelModelVersion">>
}

let s3Client: S3Client | undefined
let rekognitionClient: RekognitionClient | undefined
const s3 = () => (s3Client ??= new S3Client({ maxAttempts: 3 }))
// Few attempts: the queue tries again later, and the concurrency of its mapping is what keeps below Rekognition's rate.
const rekognition = () => (rekognitionClient ??= new RekognitionClient({ maxAttempts: 3 }))

export const defaultDeps: TaggingDeps = {
  originalExists: async (image) =>
    (await ifThere(() => s3().send(new HeadObjectCommand(exactly(image))))) !== undefined,
  readOriginal: (image) =>
    ifThere(async () => {
      const { Body } = await s3().send(new GetObjectCommand(exactly(image)))
      return Body ? await Body.transformToByteArray() : new Uint8Array()
    }),
  detectLabels: (input) => rekognition().send(new DetectLabelsCommand(input)),
}

function exactly({ bucket, key, etag }: Image) {
  return { Bucket: bucket, Key: key, IfMatch: `"${etag}"` }
}

/** 404: deleted. 412: another object under the same key. S3 says 404 only to who may list the bucket, and 403 otherwise. */
async function ifThere<Result>(request: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await request()
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status === 404 || status === 412) return undefined
    throw error
  }
}
