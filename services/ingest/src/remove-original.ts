import type { ImageDeleted } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"

/** Deletes the original of a deleted photo, unless another upload has taken its key. */
export async function removeOriginal({ data }: ImageDeleted, deps: Deps = defaultDeps()): Promise<void> {
  await deps.deleteOriginal(data.image)
}
