import type { FailureFacts } from "./app.ts"

/** One line of JSON, which Lambda leaves as it is. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
export function report(message: string, { error, ...facts }: FailureFacts): void {
  const { name, message: what, stack } = error
  const line = { level: "ERROR", timestamp: new Date().toISOString(), service: "gallery", message, ...facts }
  console.error(JSON.stringify({ ...line, error: { name, message: what, stack } }))
}
