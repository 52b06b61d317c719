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
import { handlerOf, pascal, subscribe } from "./subscribers.ts"
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

/** Seconds that who waits for a decoding function has besides, to read, sign and store. */
const MARGIN = 30

/**
 * Runs FFmpeg on what strangers upload. Its role has no permission but for logs and traces: it reads one original and writes one copy by
 * URLs that its caller has signed, and shares no execution environment with another user's videos.
 * https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 */
function decoder(file: string, args: { timeout: number; memory: `${number} MB`; install: Record<string, string> }) {
  const node = new sst.aws.Function(pascal(`video-${file}`), {
    ...handlerOf("video", file),
    timeout: `${args.timeout} seconds`,
    memory: args.memory,
    nodejs: { install: args.install },
    transform: { function: { tenancyConfig: { tenantIsolationMode: "PER_TENANT" } } },
  })
  return { node, invoke: allow(["lambda:InvokeFunction"], node.arn) }
}

const createDecoders = () => ({
  look: decoder("look-handler", { timeout: 60, memory: "1769 MB", install: { ...ffmpeg, sharp: "*" } }),
  // services/video/src/copy-limits.ts counts on the memory, which brings 1.7 processors, and on the time.
  convert: decoder("convert-handler", { timeout: 840, memory: "3008 MB", install: ffmpeg }),
})

const working = ({ look, convert }: ReturnType<typeof createDecoders>) => [
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
      look.invoke,
    ],
    environment: { DARKROOM_VIDEO_LOOK: look.node.name },
    timeout: 60 + MARGIN,
    // It waits, and is paid for that.
    memory: "256 MB",
    batch: 1,
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
      convert.invoke,
    ],
    environment: { DARKROOM_VIDEO_CONVERT: convert.node.name },
    // As long as Lambda lets a function run. A crash of this one leaves the message hidden until then, when the decoding is over as well.
    timeout: 900,
    memory: "256 MB",
    batch: 1,
    maxConcurrency: 5,
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

/** Who decodes, by the name of the function; none where videos are rejected. */
export const videoDecoders = withVideos ? createDecoders() : undefined

export const videoSubscribers = videoDecoders ? working(videoDecoders) : refusing()

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
