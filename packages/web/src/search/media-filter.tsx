import { ChoiceList } from "./choice-list.tsx"
import type { FilterProps } from "./filter-bar.tsx"
import { MEDIA, type Media } from "./filters.ts"

const CHOICES = Object.entries(MEDIA).map(([value, label]) => ({ value, label }))

/** Photos or videos alone. */
export function MediaFilter({ filters, onChange }: FilterProps) {
  return (
    <ChoiceList
      label="Kind"
      choices={CHOICES}
      chosen={filters.media}
      onChoose={(media) => onChange({ media: media as Media })}
      none=""
    />
  )
}
