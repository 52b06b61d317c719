import {
  ImageDeleted,
  ImageReplaced,
  VideoCopied,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  VideoUploaded,
} from "@darkroom/events"
import { bus } from "./bus.ts"
import { videoJobs as mostJobs } from "./limits.ts"
import { permissions } from "./permissions.ts"
import { runtimePermissions } from "./runtime-permissions.ts"
import { output } from "./storage.ts"
import { handlerOf, subscribe } from "./subscribers.ts"
import { idempotency, videoJobs } from "./tables.ts"

const { allow, readOriginals, writeRenditions } = permissions

/** Seconds, of all that start jobs. services/video/src/leases.ts counts on it. */
const timeout = 60

/** Where Rekognition says that a job on a video has ended. */
const completions = new sst.aws.SnsTopic("VideoCompletions")

/** Rekognition takes it on to publish to that topic, and to no other, for jobs of this account. */
const completionsRole = new aws.iam.Role("VideoCompletionsRole", {
  assumeRolePolicy: $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "rekognition.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput({}).accountId } },
      },
    ],
  }),
  inlinePolicies: [
    {
      name: "publish",
      policy: $jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: completions.arn }],
      }),
    },
  ],
})

/** What starting jobs and ending them has in common. */
const environment = { DARKROOM_VIDEO_JOBS: String(mostJobs), DARKROOM_VIDEO_ROLE: completionsRole.arn }
const link = [videoJobs, completions]
const answers = $interpolate`${output.arn}/async/*`
const copies = $interpolate`${output.arn}/copies/*`

/** Rekognition reads an original or a copy with the permission of who starts the job. No operation of these has a resource to name. */
const startJobs = [
  ...readOriginals,
  allow(
    [
      "rekognition:StartCelebrityRecognition",
      "rekognition:StartContentModeration",
      "rekognition:StartFaceDetection",
      "rekognition:StartLabelDetection",
      "rekognition:StartTextDetection",
    ],
    "*",
  ),
  {
    ...allow(["iam:PassRole"], completionsRole.arn),
    conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["rekognition.amazonaws.com"] }],
  },
  allow(
    ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
    videoJobs.arn,
  ),
  allow(["s3:DeleteObject", "s3:GetObject"], answers, copies),
  allow(["s3:ListBucket"], output.arn),
]

const endJobs = [
  allow(
    [
      "rekognition:GetCelebrityRecognition",
      "rekognition:GetContentModeration",
      "rekognition:GetFaceDetection",
      "rekognition:GetLabelDetection",
      "rekognition:GetTextDetection",
    ],
    "*",
  ),
  allow(["s3:PutObject"], answers),
]

/**
 * node-av's own scripts fetch an FFmpeg that nobody needs, and would make one where the target is another machine than this: what it
 * loads is installed without them, and the rest of it is bundled.
 */
const ffmpeg = { "@seydx/node-av-linux-arm64": "6.1.1" }

/** Off: no function contains FFmpeg, and every video is rejected. */
const withVideos = process.env["DARKROOM_VIDEO"] !== "off"

const refusing = () => [
  subscribe({
    service: "video",
    file: "refuse-handler",
    on: [VideoUploaded],
    emits: [VideoRejected],
    backfillLane: { maxConcurrency: 5 },
  }),
]

const working = () => [
  subscribe({
    service: "video",
    on: [VideoUploaded, ImageDeleted, ImageReplaced],
    emits: [VideoMetadataExtracted, VideoRejected],
    backfillLane: { maxConcurrency: 5 },
    link: [videoJobs],
    permissions: [
      ...readOriginals,
      ...writeRenditions,
      allow(["dynamodb:DeleteItem", "dynamodb:UpdateItem"], videoJobs.arn),
      allow(["s3:DeleteObject"], answers, copies),
    ],
    timeout,
    memory: "1769 MB",
    batch: 1,
    install: { ...ffmpeg, sharp: "*" },
  }),
  subscribe({
    service: "video",
    file: "copies-handler",
    on: [VideoMetadataExtracted],
    emits: [VideoCopied, VideoTagged],
    backfillLane: { maxConcurrency: 2 },
    link: [videoJobs],
    permissions: [
      ...readOriginals,
      allow(["dynamodb:GetItem"], videoJobs.arn),
      allow(["s3:DeleteObject", "s3:PutObject"], copies),
    ],
    // As long as Lambda lets a function run; services/video/src/copy-limits.ts counts on it, and on the memory, which brings 1.7 processors.
    timeout: 900,
    memory: "3008 MB",
    batch: 1,
    maxConcurrency: 5,
    install: ffmpeg,
  }),
  subscribe({
    service: "video",
    file: "jobs-handler",
    on: [VideoMetadataExtracted, VideoCopied],
    emits: [VideoTagged],
    backfillLane: { maxConcurrency: 2 },
    link,
    environment,
    permissions: startJobs,
    timeout,
    maxConcurrency: 5,
  }),
  subscribe({
    service: "video",
    file: "completions-handler",
    on: [],
    topic: completions,
    emits: [VideoTagged],
    link,
    environment,
    permissions: [...startJobs, ...endJobs],
    timeout,
    // An answer on a long film is large.
    memory: "1769 MB",
    batch: 1,
    maxConcurrency: 5,
  }),
]

export const videoSubscribers = withVideos ? working() : refusing()

/** For the jobs of which nothing is heard. What is heard of goes on at once, without it. */
const sweep = () =>
  new sst.aws.CronV2("VideoSweep", {
    schedule: "rate(1 minute)",
    function: {
      ...handlerOf("video", "sweep-handler"),
      timeout: `${timeout} seconds`,
      memory: "1769 MB",
      link: [bus, output, idempotency, ...link],
      environment: { DARKROOM_SERVICE: "video", DARKROOM_MAX_RECEIVES: "1", ...environment },
      permissions: [...runtimePermissions({ consumes: [], emits: [VideoTagged] }), ...startJobs, ...endJobs],
    },
  })

export const videoSweep = withVideos ? sweep() : undefined
