import { useQuery } from "@tanstack/react-query"
import { useClient } from "../api.ts"
import { facetsQuery } from "../queries.ts"
import { ChoiceList } from "./choice-list.tsx"
import type { FilterProps } from "./filter-bar.tsx"

/** The camera that it was taken with. */
export function CameraFilter({ filters, onChange }: FilterProps) {
  const { data: facets } = useQuery(facetsQuery(useClient()))
  return (
    <ChoiceList
      label="Taken with"
      choices={(facets?.cameras ?? []).map(({ name, count }) => ({ value: name, label: name, count }))}
      chosen={filters.camera}
      onChoose={(camera) => onChange({ camera })}
      none={facets ? "None of your photos names its camera." : "Loading cameras…"}
    />
  )
}
