import type {
  GetCelebrityRecognitionResponse,
  GetContentModerationResponse,
  GetFaceDetectionResponse,
  GetLabelDetectionResponse,
  GetTextDetectionResponse,
} from "@aws-sdk/client-rekognition"
import type { Feature, Video } from "@darkroom/events"
import { videoResponseKey } from "@darkroom/events"
import type { Documents } from "@darkroom/lambda"
import { AnswersInDispute } from "./errors.ts"
import type { AnswerPage, VideoRecognition } from "./recognition.ts"

/** Rekognition's answers in full, by feature: what response.json holds. */
export interface Answers {
  labels?: GetLabelDetectionResponse
  faces?: GetFaceDetectionResponse
  text?: GetTextDetectionResponse
  moderation?: GetContentModerationResponse
  celebrities?: GetCelebrityRecognitionResponse
}

/** The member of each answer that is a list in pages. */
const LISTS: Readonly<Record<Feature, string>> = {
  labels: "Labels",
  faces: "Faces",
  text: "TextDetections",
  moderation: "ModerationLabels",
  celebrities: "Celebrities",
}

/** All pages of a finished job as one answer, given the first. */
export async function readAll(
  feature: Feature,
  { jobId, first }: { jobId: string; first: AnswerPage },
  recognition: Pick<VideoRecognition, "get">,
): Promise<AnswerPage> {
  const list = LISTS[feature]
  const found: unknown[] = []
  let page = first
  for (;;) {
    found.push(...((page[list] as readonly unknown[] | undefined) ?? []))
    if (page.NextToken === undefined) break
    page = await recognition.get(feature, jobId, page.NextToken)
  }
  const { NextToken: _, ...rest } = first
  return { ...rest, [list]: found }
}

export async function readAnswers(video: Video, documents: Documents): Promise<Answers | undefined> {
  return (await documents.read(videoResponseKey(video)))?.body as Answers | undefined
}

/** As many features as there are can end at the same moment; each write lets one of them through. */
const WRITES = 10

/** Adds an answer to those that are stored, whoever else does so at the same time. Throws AnswersInDispute. */
export async function storeAnswer(
  video: Video,
  feature: Feature,
  answer: AnswerPage,
  documents: Documents,
): Promise<void> {
  const key = videoResponseKey(video)
  for (let write = 1; write <= WRITES; write++) {
    const stored = await documents.read(key)
    const body = { ...(stored?.body as object | undefined), [feature]: answer }
    if (await documents.write(key, { body, metadata: {} }, stored?.etag)) return
  }
  throw new AnswersInDispute(video.id)
}
