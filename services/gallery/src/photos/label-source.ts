import { type CatalogReader, type Glance, type NamedLabel, unpackLabelNames } from "@darkroom/catalog-model"

/** The photo's labels, from the record where it has them; an earlier catalog has them as items alone. */
export async function labelsOf(
  { imageId, tagging }: Glance,
  catalog: Pick<CatalogReader, "labelsOf">,
): Promise<readonly NamedLabel[]> {
  if (tagging?.names !== undefined) return unpackLabelNames(tagging.names)
  return tagging === undefined || tagging.labels === 0 ? [] : catalog.labelsOf(imageId)
}
