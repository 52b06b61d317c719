import type { Feature, ImageTagged } from "@darkroom/events"
import { plain } from "./wording.ts"

/** What rules look at: what Rekognition saw, and the photo's metadata. */
export type Facts = Pick<
  ImageTagged["data"],
  "features" | "failed" | "labels" | "faces" | "text" | "moderation" | "celebrities" | "metadata"
>

const texts: Record<Feature, { readonly failed: string; readonly notAsked: string }> = {
  labels: { failed: "Things could not be recognised", notAsked: "Things were not looked for" },
  faces: { failed: "Faces could not be looked for", notAsked: "Faces were not looked for" },
  text: { failed: "Text could not be read", notAsked: "Text was not looked for" },
  moderation: {
    failed: "Unsafe content could not be looked for",
    notAsked: "Unsafe content was not looked for",
  },
  celebrities: {
    failed: "Well-known people could not be looked for",
    notAsked: "Well-known people were not looked for",
  },
}

/** Why nothing is known of that feature; undefined where Rekognition answered. */
export function whyMissing(feature: Feature, { features, failed }: Facts): string | undefined {
  const failure = failed.find((candidate) => candidate.feature === feature)
  if (failure) return `${texts[feature].failed} (${plain(failure.code)})`
  return features.includes(feature) ? undefined : texts[feature].notAsked
}
