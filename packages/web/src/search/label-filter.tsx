import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useClient } from "../api.ts"
import { facetsQuery } from "../queries.ts"
import { Field, Slider } from "../ui/index.ts"
import { ChoiceList } from "./choice-list.tsx"
import type { FilterProps } from "./filter-bar.tsx"
import { percent } from "./filter-texts.ts"
import { suggestionsFor } from "./suggestions.ts"
import { useDelayed } from "./use-delayed.ts"

const SHOWN = 100
/** What searches find where no confidence is asked for, and what the counts count. */
const LEAST = 55

/** What a photo must show, and how sure that must be. */
export function LabelFilter({ filters, onChange }: FilterProps) {
  const [wanted, setWanted] = useState("")
  const { data: facets } = useQuery(facetsQuery(useClient()))
  const labels = suggestionsFor(wanted, { labels: facets?.labels ?? [], cameras: [] }, { most: SHOWN })
  const [confidence, setConfidence] = useDelayed(filters.minConfidence ?? LEAST, (minConfidence) =>
    onChange({ minConfidence }),
  )
  return (
    <>
      <Field
        label="Find a label"
        type="search"
        value={wanted}
        autoComplete="off"
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <ChoiceList
        label="Label"
        choices={labels.map(({ name, count }) => ({ value: name, label: name, count }))}
        chosen={filters.label}
        onChoose={(label) => onChange({ label })}
        none={facets ? "There is no such label." : "Loading labels…"}
      />
      {filters.label ? (
        <Slider
          label="Minimum confidence"
          value={confidence}
          min={LEAST}
          max={100}
          onChange={setConfidence}
          format={percent}
        />
      ) : null}
    </>
  )
}
