import { useState } from "react"
import { Button, Field } from "../ui/index.ts"
import type { FilterProps } from "./filter-bar.tsx"
import styles from "./filter-form.module.css"

/** Words in file names, labels and cameras. */
export function TextFilter({ filters, onChange, close }: FilterProps) {
  const [text, setText] = useState(filters.text ?? "")
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ text: text.trim() || undefined })
        close()
      }}
    >
      <Field
        label="In file names, labels and cameras"
        type="search"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary">
        Search
      </Button>
    </form>
  )
}
