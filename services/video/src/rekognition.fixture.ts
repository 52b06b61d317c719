import type { Feature } from "@darkroom/events"
import type { Completion } from "./completion.ts"
import type { AnswerPage, StartRequest, VideoRecognition } from "./recognition.ts"

export function rekognitionError(name: string): Error {
  return Object.assign(new Error(name), { name })
}

interface FakeJob {
  readonly id: string
  readonly feature: Feature
  readonly request: StartRequest
  status: "IN_PROGRESS" | "SUCCEEDED" | "FAILED"
}

const LISTS = {
  labels: "Labels",
  faces: "Faces",
  text: "TextDetections",
  moderation: "ModerationLabels",
  celebrities: "Celebrities",
}

/** What a job answers unless a test says otherwise: two pages. */
const PAGES: Record<Feature, readonly (readonly object[])[]> = {
  labels: [
    [{ Timestamp: 0, Label: { Name: "Dog", Confidence: 97 } }],
    [
      { Timestamp: 500, Label: { Name: "Dog", Confidence: 91 } },
      { Timestamp: 4_000, Label: { Name: "Dog", Confidence: 80 } },
    ],
  ],
  faces: [[{ Timestamp: 0, Face: { Confidence: 99 } }]],
  text: [[{ Timestamp: 0, TextDetection: { Type: "LINE", DetectedText: "EXIT", Confidence: 90 } }]],
  moderation: [[]],
  celebrities: [[]],
}

/** For tests: Rekognition's jobs on videos, which takes no more than so many at once, and counts. */
export function fakeRekognition(limit: number) {
  const jobs = new Map<string, FakeJob>()
  const byToken = new Map<string, string>()
  const running = () => [...jobs.values()].filter(({ status }) => status === "IN_PROGRESS")
  const state = {
    limit,
    /** The most that ever ran at once. */
    most: 0,
    starts: 0,
    refused: 0,
    /** Errors that the next starts have instead of a job, of one feature or any. */
    errors: [] as { name: string; feature?: Feature; afterStarting?: boolean }[],
    /** The next starts that are refused as too many, whatever runs. */
    storm: 0,
  }

  function begin(feature: Feature, request: StartRequest): string {
    const known = byToken.get(request.token)
    if (known !== undefined) return known
    if (state.storm > 0 || running().length >= state.limit) {
      state.storm = Math.max(0, state.storm - 1)
      state.refused++
      throw rekognitionError("LimitExceededException")
    }
    const id = `job-${++state.starts}`
    jobs.set(id, { id, feature, request, status: "IN_PROGRESS" })
    byToken.set(request.token, id)
    state.most = Math.max(state.most, running().length)
    return id
  }

  const recognition: VideoRecognition = {
    async start(feature, request) {
      const index = state.errors.findIndex((error) => error.feature === undefined || error.feature === feature)
      const [error] = index < 0 ? [] : state.errors.splice(index, 1)
      if (error && !error.afterStarting) throw rekognitionError(error.name)
      const id = begin(feature, request)
      if (error) throw rekognitionError(error.name)
      return id
    },
    async get(feature, jobId, nextToken = "0"): Promise<AnswerPage> {
      const job = jobs.get(jobId)
      if (job === undefined) throw rekognitionError("ResourceNotFoundException")
      const common = { JobStatus: job.status, JobTag: job.request.tag }
      if (job.status !== "SUCCEEDED") return common
      const pages = PAGES[feature]
      const page = Number(nextToken)
      const more = page + 1 < pages.length ? { NextToken: String(page + 1) } : {}
      const model = feature === "labels" ? { LabelModelVersion: "3.0" } : {}
      return { ...common, ...model, [LISTS[feature]]: pages[page] ?? [], ...more }
    },
  }

  /** Ends a job and says so. */
  function finish(id: string, Status: "SUCCEEDED" | "FAILED" = "SUCCEEDED"): Completion {
    const job = jobs.get(id)
    if (job === undefined) throw new Error(`There is no job ${id}`)
    job.status = Status
    return { JobId: id, Status, API: `Start of ${job.feature}`, JobTag: job.request.tag }
  }

  return {
    recognition,
    state,
    running,
    finish,
    /** Rekognition forgets the job, as if it had never been. */
    lose(id: string): void {
      const job = jobs.get(id)
      jobs.delete(id)
      if (job) byToken.delete(job.request.token)
    },
    jobs,
  }
}
