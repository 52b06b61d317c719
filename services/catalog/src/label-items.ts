import { labelKey, ownerLabel } from "@darkroom/catalog-model"
import type { Label, VideoLabel } from "@darkroom/events"

/** The labels' items, as the indexes want them. */
export function labelItems(imageId: string, owner: string, eventId: string, labels: readonly (Label | VideoLabel)[]) {
  return labels.map(({ name, confidence, parents, categories, ...label }) => ({
    ...labelKey(imageId, name),
    name,
    confidence,
    parents,
    categories,
    instances: "instances" in label ? label.instances : [],
    imageId,
    eventId,
    ownerLabel: ownerLabel(owner, name),
  }))
}
