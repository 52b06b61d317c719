/** What one user may do, so that nobody has a free public API. */
export const limits = {
  DARKROOM_PHOTOS_PER_DAY: "500",
  DARKROOM_BYTES_PER_DAY: String(5_000_000_000),
  DARKROOM_PARALLEL_UPLOADS: "100",
  // S3 takes 5 GiB by a form at the most.
  DARKROOM_BYTES_PER_VIDEO: String(2_000_000_000),
}

/** Requests that one address may make within five minutes. */
export const requestsPerAddress = 3_000

/**
 * Requests to the API a second, of everybody together, so that a flood takes neither the account's 10,000 nor all of Lambda's concurrency.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export const requestsOfAll = { throttlingRateLimit: 200, throttlingBurstLimit: 400 }

/**
 * Jobs on videos that Rekognition has to do at once, at the most: an account's quota unless it is raised, or less where others use
 * the account, too. https://docs.aws.amazon.com/general/latest/gr/rekognition.html
 */
export const videoJobs = 20

/** What one AWS account may do, and spend, before people are told: the alarms compare with these. */
export const alarmLimits = {
  /** Invocations at once in the region: the account's quota, which for new accounts is lower. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  concurrentExecutions: 1_000,
  /** USD a day for Rekognition's answers on images, by far the largest part of what a photo costs (docs/deploy.md). */
  recognitionPerDay: 50,
} as const
