import { counted } from "../gallery/format/quantities.ts"
import type { Totals } from "./totals.ts"
import type { UploadItem, UploadState } from "./upload-item.ts"

const STATES: Readonly<Record<UploadState, string>> = {
  waiting: "Waiting",
  hashing: "Being checked",
  signing: "Being prepared",
  uploading: "Uploading",
  held: "Waiting",
  paused: "Paused",
  uploaded: "Uploaded, being processed",
  done: "Done",
  duplicate: "You have this file already",
  failed: "Failed",
  cancelled: "Cancelled",
}

/** How an item stands, in a sentence. */
export function stateText(
  { state, error, duplicateOf, kept, size, sent, checked = 0 }: UploadItem,
  now: number,
): string {
  const opens = error?.opensAt === undefined ? "" : ` ${againText(error.opensAt, now, state === "failed")}`
  if (error) return `${error.message}${opens}`
  if (state === "duplicate" && duplicateOf !== undefined) return "The same file is among these uploads"
  if (state === "hashing" && checked > 0) return `${Math.floor((100 * checked) / Math.max(1, size))} % checked`
  if (state === "uploading" && sent >= size) return "Finishing"
  if (state === "uploading") return `${Math.floor((100 * sent) / Math.max(1, size))} % uploaded`
  if (kept === "memory" && (state === "waiting" || state === "paused")) {
    return `${STATES[state]}. The browser keeps no copy of this file: leave the page open.`
  }
  return STATES[state]
}

const MINUTE = 60_000
const DAY = 86_400_000

/** When something is tried again, as people say it. */
export function againText(at: number, now: number, byHand = false): string {
  const verb = byHand ? "Try again" : "Goes on"
  if (at <= now) return `${verb} now.`
  if (at - now < MINUTE) return `${verb} in ${counted(Math.ceil((at - now) / 1000), "second")}.`
  const time = new Date(at).toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" })
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY)
  if (days === 0) return `${verb} at ${time}.`
  if (days === 1) return `${verb} tomorrow at ${time}.`
  return `${verb} on ${new Date(at).toLocaleDateString(undefined, { weekday: "long" })} at ${time}.`
}

const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0)

/** The whole list in one sentence: `3 of 12 uploaded, 1 failed`. */
export function summaryText({ files, uploaded, duplicates, failed, paused }: Totals): string {
  const rest = [
    duplicates > 0 ? `${duplicates} already there` : "",
    failed > 0 ? `${failed} failed` : "",
    paused > 0 ? `${paused} paused` : "",
  ]
  return [`${uploaded} of ${files} uploaded`, ...rest.filter(Boolean)].join(", ")
}

/** `about 2 minutes left` */
export function leftText(seconds: number): string {
  if (seconds < 60) return `about ${counted(Math.max(5, Math.ceil(seconds / 5) * 5), "second")} left`
  if (seconds < 3600) return `about ${counted(Math.round(seconds / 60), "minute")} left`
  return `about ${counted(Math.round(seconds / 3600), "hour")} left`
}
