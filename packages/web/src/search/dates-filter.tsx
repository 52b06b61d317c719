import { Field } from "../ui/index.ts"
import type { FilterProps } from "./filter-bar.tsx"
import styles from "./filter-form.module.css"

/** The days between which it was taken. */
export function DatesFilter({ filters: { from, to }, onChange }: FilterProps) {
  return (
    <div className={styles["form"]}>
      <Field
        label="From"
        type="date"
        defaultValue={from}
        max={to}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <Field
        label="To"
        type="date"
        defaultValue={to}
        min={from}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </div>
  )
}
