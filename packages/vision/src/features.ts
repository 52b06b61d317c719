import type { DetectedLabel } from "./detected-label.ts"
import type { DetectedFace, ImageProperties, SeenModeration, SeenText } from "./seen.ts"

/** What can be asked of an image, and what the answer is. */
export interface Answers {
  labels: DetectedLabel[]
  faces: DetectedFace[]
  text: SeenText[]
  moderation: SeenModeration[]
  properties: ImageProperties
}
export type Feature = keyof Answers
export type See<F extends Feature> = (image: Uint8Array) => Promise<Answers[F]>

/** Each is loaded, code and model, by the first image that it is asked of: who asks for labels only has the one model. */
const load: { [F in Feature]: () => Promise<See<F>> } = {
  labels: async () => (await import("./labels/centernet.ts")).loadLabels(),
  faces: async () => (await import("./faces/see-faces.ts")).loadFaces(),
  text: async () => (await import("./text/see-text.ts")).loadText(),
  moderation: async () => (await import("./moderation/see-moderation.ts")).loadModeration(),
  properties: async () => (await import("./properties/see-properties.ts")).imageProperties,
}

const loaded: { [F in Feature]?: Promise<See<Feature>> } = {}

export async function see(feature: Feature, image: Uint8Array): Promise<Answers[Feature]> {
  const look = await (loaded[feature] ??= load[feature]())
  return await look(image)
}
