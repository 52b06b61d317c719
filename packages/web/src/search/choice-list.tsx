import { useId } from "react"
import styles from "./choice-list.module.css"

export interface Choice {
  readonly value: string
  readonly label: string
  readonly count?: number
}

export interface ChoiceListProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: string | undefined
  readonly onChoose: (value: string) => void
  /** Said where there is nothing to choose. */
  readonly none: string
}

/** One of several, as radio buttons, which the browser's own keys work with. */
export function ChoiceList({ label, choices, chosen, onChoose, none }: ChoiceListProps) {
  const name = useId()
  if (choices.length === 0) return <p className={styles["none"]}>{none}</p>
  return (
    <fieldset className={styles["list"]}>
      <legend>{label}</legend>
      {choices.map(({ value, label, count }) => (
        <label key={value}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
          <span>{label}</span>
          {count === undefined ? null : <span className={styles["count"]}>{count.toLocaleString()}</span>}
        </label>
      ))}
    </fieldset>
  )
}
