import type { SeenModeration } from "../seen.ts"
import { loadNsfwModel } from "./nsfw-model.ts"
import { toModeration } from "./to-moderation.ts"

/** Loads the model. What it gives says what in a JPEG or PNG not everybody wants to see. */
export async function loadModeration(): Promise<(image: Uint8Array) => Promise<SeenModeration[]>> {
  const classify = await loadNsfwModel()
  return async (image) => toModeration(await classify(image))
}
