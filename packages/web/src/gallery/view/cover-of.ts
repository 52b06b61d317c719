import type { PhotoModeration } from "@darkroom/gallery-api"
import { moderationTree } from "./moderation-tree.ts"

type Sensitive = Pick<PhotoModeration, "name" | "parent" | "confidence">

/** How a photo is shown: in clear, not yet because nobody knows whether it may be, or blurred for these reasons. */
export type Cover = { readonly kind: "none" | "waiting" } | { readonly kind: "blurred"; readonly reason: string }

/** What lies over a photo at first. One whose details cannot be had is shown: its list shows it too. */
export function coverOf(
  photo: { readonly moderation?: readonly Sensitive[] | undefined } | undefined,
  hasFailed: boolean,
): Cover {
  if (photo === undefined) return { kind: hasFailed ? "none" : "waiting" }
  const { moderation = [] } = photo
  if (moderation.length === 0) return { kind: "none" }
  const named = moderationTree(moderation).map(({ name }) => name)
  return { kind: "blurred", reason: new Intl.ListFormat("en").format(named) }
}
