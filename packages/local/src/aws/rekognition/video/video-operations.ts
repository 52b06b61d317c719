import type { DatabaseSync } from "node:sqlite"
import type { Clock } from "../../../clock.ts"
import type { JsonOperation } from "../../json-protocol.ts"
import { transaction } from "../../transaction.ts"
import type { Sight } from "../sight.ts"
import type { VideoAnalysis } from "./analysis.ts"
import { jobBeginner, KEPT } from "./begin-job.ts"
import { celebrityRecognition } from "./celebrity-recognition.ts"
import { completionMessage, type TellCompletion } from "./completion.ts"
import { contentModeration } from "./content-moderation.ts"
import { openCopies } from "./copies.ts"
import { faceDetection } from "./face-detection.ts"
import { getOperation } from "./get-operation.ts"
import type { VideoJob } from "./job.ts"
import { jobRows } from "./job-rows.ts"
import { jobRunner } from "./job-runner.ts"
import { labelDetection } from "./label-detection.ts"
import type { OpenObject } from "./open-object.ts"
import { startOperation } from "./start-operation.ts"
import { textDetection } from "./text-detection.ts"
import { type OpenVideo, watchVideo } from "./watch-video.ts"

const ANALYSES: readonly VideoAnalysis[] = [
  celebrityRecognition,
  contentModeration,
  faceDetection,
  labelDetection,
  textDetection,
]

/** AWS's own. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const DEFAULT_JOBS = 20

export interface VideoOptions {
  /** Opens the object of a video. Default: there is none. */
  readonly openObject?: OpenObject
  readonly openVideo: OpenVideo
  /** For copies of videos that are being looked at. Default: the system's for temporary files. */
  readonly folder?: string
  /** Told of each job's end for which a channel was given. */
  readonly tellCompletion?: TellCompletion
  /** Unfinished jobs of the account at once, at the most. Default 20. */
  readonly videoJobs?: number
}

/** Rekognition's operations on stored videos, by their names, and the jobs that they are about. */
export function videoOperations(options: VideoOptions, sight: Sight, store: DatabaseSync, clock: Clock) {
  const { openObject = async () => undefined, openVideo, tellCompletion = () => {} } = options
  const rows = jobRows(store)
  const withCopy = openCopies(options.folder)
  const analyses = new Map(ANALYSES.map((analysis) => [analysis.name, analysis]))
  const runner = jobRunner({
    rows,
    clock,
    watch: (job, wanted) => watchVideo(job, wanted, { analyses, sight, openObject, withCopy, openVideo, rows }),
    end: (job, end) =>
      transaction(store, () => {
        rows.end(job.id, end, clock.now())
        const { NotificationChannel } = job.input
        if (NotificationChannel) tellCompletion(NotificationChannel, completionMessage(job, end, clock.now()))
      }),
  })
  const beginner = jobBeginner({ rows, clock, limit: options.videoJobs ?? DEFAULT_JOBS })
  const start = { ...beginner, openObject, enqueue: runner.enqueue }
  const find = (id: string): VideoJob | undefined => {
    rows.expire(clock.now() - KEPT)
    return rows.find(id)
  }
  const operations = ANALYSES.flatMap((analysis): [string, JsonOperation][] => [
    [`Start${analysis.name}`, startOperation(analysis, start)],
    [`Get${analysis.name}`, getOperation(analysis, find, rows)],
  ])
  return {
    operations: Object.fromEntries(operations),
    jobs: rows.all,
    idle: runner.idle,
    async reset(): Promise<void> {
      await runner.reset()
      rows.clear()
    },
    close: runner.close,
  }
}
