/** From the least to the most urgent; CRITICAL is the logger's, FATAL is Lambda's own. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
export const LOG_LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "FATAL"] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

/** The level of a name in any case; undefined for what is none. */
export function logLevel(name: unknown): LogLevel | undefined {
  if (typeof name !== "string") return undefined
  const upper = name.toUpperCase()
  return LOG_LEVELS.find((level) => level === (upper === "WARNING" ? "WARN" : upper))
}
