import type { Feature, IntakeProfile } from "@darkroom/events"

/** What Rekognition bills: images by API. Dominant colours are asked with DetectLabels and billed besides it. */
export const billedSchema = [
  "DetectLabels",
  "ImageProperties",
  "DetectFaces",
  "DetectText",
  "DetectModerationLabels",
  "RecognizeCelebrities",
] as const
export type Billed = (typeof billedSchema)[number]
export type Calls = Readonly<Record<Billed, number>>

export const noCalls = Object.fromEntries(billedSchema.map((billed) => [billed, 0])) as Calls

/** USD an image, for the first so many images a month. */
interface Tier {
  readonly upTo: number
  readonly price: number
}

/**
 * us-east-1, as of October 2026 (https://aws.amazon.com/rekognition/pricing/). All that Darkroom calls is in group 2
 * (group 1 is CompareFaces, IndexFaces and the searches for faces), and the images of all its APIs count together for its
 * tiers; image properties have tiers of their own. What is still cheaper from 35 million images on is left out, and so is the free tier.
 */
const group2: readonly Tier[] = [
  { upTo: 1_000_000, price: 0.001 },
  { upTo: 5_000_000, price: 0.0008 },
  { upTo: Infinity, price: 0.0006 },
]
const imageProperties: readonly Tier[] = [
  { upTo: 1_000_000, price: 0.00075 },
  { upTo: Infinity, price: 0.0006 },
]

const apis: Readonly<Record<Feature, Billed>> = {
  labels: "DetectLabels",
  faces: "DetectFaces",
  text: "DetectText",
  moderation: "DetectModerationLabels",
  celebrities: "RecognizeCelebrities",
}

/** What one photo's features are billed as. */
export function billedFor(features: readonly Feature[], { recognition }: Pick<IntakeProfile, "recognition">): Billed[] {
  return features.flatMap((feature) =>
    feature === "labels" && recognition?.labels?.maxColors !== undefined
      ? [apis.labels, "ImageProperties"]
      : [apis[feature]],
  )
}

/** USD, to a hundredth of a cent, where nothing else was asked in the same month. */
export function costOf({ ImageProperties, ...calls }: Calls): number {
  const images = Object.values(calls).reduce((sum, count) => sum + count, 0)
  return Number((tiered(images, group2) + tiered(ImageProperties, imageProperties)).toFixed(4))
}

function tiered(images: number, tiers: readonly Tier[]): number {
  let from = 0
  return tiers.reduce((cost, { upTo, price }) => {
    const within = Math.max(0, Math.min(images, upTo) - from)
    from = upTo
    return cost + within * price
  }, 0)
}
