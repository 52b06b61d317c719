import type { Feature, ImageTagged, VideoTagged } from "@darkroom/events"

type Answered = Pick<ImageTagged["data"], "features" | "failed">

/** What was seen, in one line: `7 labels, 2 faces; text could not be looked for`. */
export function taggingNote({ skipped, features, failed, ...findings }: ImageTagged["data"]): string {
  if (skipped !== null) return skipped
  const { labels, faces, text, moderation, celebrities } = findings
  const seen = {
    labels: counted(labels.length, "label"),
    faces: counted(faces.length, "face"),
    text: `${counted(text.filter(({ type }) => type === "line").length, "line")} of text`,
    moderation: counted(moderation.length, "sensitive label"),
    celebrities: counted(celebrities.length, "well-known face"),
  }
  return noteOf(seen, { features, failed })
}

/** The same of a video: `7 labels, up to 2 faces`. */
export function seenNote({ skipped, features, failed, ...findings }: VideoTagged["data"]): string {
  if (skipped !== null) return skipped
  const { labels, faces, text, moderation, celebrities } = findings
  const seen = {
    labels: counted(labels.length, "label"),
    faces: faces === null ? "no faces" : `up to ${counted(faces.most, "face")} at once`,
    text: `${counted(text.length, "line")} of text`,
    moderation: counted(moderation.length, "sensitive label"),
    celebrities: counted(celebrities.length, "well-known face"),
  }
  return noteOf(seen, { features, failed })
}

function noteOf(seen: Readonly<Record<Feature, string>>, { features, failed }: Answered): string {
  const inVain = failed.map(({ feature }) => `${feature} could not be looked for`)
  return [features.map((feature) => seen[feature]).join(", "), ...inVain].filter(Boolean).join("; ")
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}
