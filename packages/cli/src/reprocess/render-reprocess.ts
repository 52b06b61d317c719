import { counted } from "../format.ts"
import { type Colors, pad, printable } from "../text.ts"
import { billedSchema, costOf, noCalls } from "./rekognition-prices.ts"
import type { Estimate, Outcome } from "./reprocess-photos.ts"

const BILLED_WIDTH = 24
const COUNT_WIDTH = 12
const MOST_LISTED = 20

/** How many photos, how many images by API, and what that costs. */
export function renderEstimate(estimate: Estimate): string {
  const { photos, byProfile, calls, cost } = estimate
  const profiles = Object.entries(byProfile).map(([profile, count]) => `${count} of ${profile}`)
  const asked = billedSchema.filter((billed) => calls[billed] > 0)
  const prices = asked.map((billed) => line(billed, calls[billed], costOf({ ...noCalls, [billed]: calls[billed] })))
  return [
    `${counted(photos, "photo")}${profiles.length > 0 ? `: ${profiles.join(", ")}` : ""}`,
    ...prices,
    ...(asked.length > 1 ? [line("together", undefined, cost)] : []),
    ...(asked.length > 0 ? [PRICES] : []),
    ...skippedLines(estimate),
  ].join("\n")
}

const PRICES = "At Rekognition's list prices in us-east-1 of October 2026, without the free tier."

function line(name: string, images: number | undefined, cost: number): string {
  const count = images === undefined ? "" : String(images)
  return `  ${pad(name, BILLED_WIDTH)}${count.padStart(COUNT_WIDTH)}   $${cost.toFixed(cost > 0 && cost < 0.1 ? 4 : 2)}`
}

function skippedLines({ skipped: { archived, notAsked, unreadable, unrecognisable } }: Estimate): string[] {
  return [
    archived > 0 ? `${counted(archived, "photo is", "photos are")} left out: archived, and to be restored first.` : [],
    notAsked > 0 ? `${counted(notAsked, "photo is", "photos are")} left out: the profile does not ask for that.` : [],
    unrecognisable > 0
      ? `${counted(unrecognisable, "photo is", "photos are")} left out: too small for Rekognition, or of a kind that it does not read.`
      : [],
    unreadable > 0 ? `${counted(unreadable, "photo is", "photos are")} left out: rejected, or not read yet.` : [],
  ].flat()
}

export function progressText({ handled, failed }: Outcome, photos: number): string {
  return `asked ${handled}/${photos}${failed.length > 0 ? ` (${failed.length} failed)` : ""}`
}

/** What became of the run. `resume` is the command that goes on where it ended. */
export function renderOutcome(
  { asked, failed, handled, stopped, problem }: Outcome,
  photos: number,
  resume: string,
  colors: Colors,
): string {
  const listed = failed.slice(0, MOST_LISTED).map(({ key, imageId, message }) => {
    return `${colors.red("failed")}  ${imageId}  ${printable(key)}: ${printable(message)}`
  })
  const more = failed.length > MOST_LISTED ? [`... and ${failed.length - MOST_LISTED} more; --json has them all`] : []
  const summary = `${counted(asked, "photo")} asked for${failed.length > 0 ? `, ${failed.length} failed` : ""}`
  if (stopped === undefined) return [...listed, ...more, summary].join("\n")
  const why = problem === undefined ? "Stopped" : `Stopped by an error (${printable(problem)})`
  return [...listed, ...more, `${why} at ${handled} of ${photos}: ${summary}. Go on with: ${resume}`].join("\n")
}
