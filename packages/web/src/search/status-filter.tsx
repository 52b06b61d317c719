import { ChoiceList } from "./choice-list.tsx"
import type { FilterProps } from "./filter-bar.tsx"
import { type Status, STATUSES } from "./filters.ts"

const CHOICES = Object.entries(STATUSES).map(([value, label]) => ({ value, label }))

/** How far a photo has come. */
export function StatusFilter({ filters, onChange }: FilterProps) {
  return (
    <ChoiceList
      label="Status"
      choices={CHOICES}
      chosen={filters.status}
      onChoose={(status) => onChange({ status: status as Status })}
      none=""
    />
  )
}
