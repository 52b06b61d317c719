import { perCentText } from "../format/found.ts"
import styles from "./found.module.css"

export interface SurenessProps {
  readonly name: string
  /** Per cent; null where nobody said. */
  readonly confidence: number | null
}

/** What was found, and how sure that is. */
export function Sureness({ name, confidence }: SurenessProps) {
  return (
    <>
      <span className={styles["name"]}>{name}</span>
      {confidence === null ? null : <span className={styles["per"]}>{perCentText(confidence)}</span>}
    </>
  )
}
