import { useId } from "react"
import styles from "./slider.module.css"

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly onChange: (value: number) => void
  /** How the value is written, such as "80 %". */
  readonly format?: (value: number) => string
}

/** A range with its label and its value in words. */
export function Slider({ label, value, min = 0, max = 100, step = 1, onChange, format = String }: SliderProps) {
  const id = useId()
  return (
    <div className={styles["slider"]}>
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{format(value)}</output>
      <input
        id={id}
        type="range"
        {...{ min, max, step, value }}
        aria-valuetext={format(value)}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}
