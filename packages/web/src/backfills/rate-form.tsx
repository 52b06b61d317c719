import { useState } from "react"
import { Button, Field } from "../ui/index.ts"
import styles from "./backfill-card.module.css"

export interface RateFormProps {
  /** Objects a second. */
  readonly rate: number
  readonly busy: boolean
  readonly onSubmit: (rate: number) => void
}

/** What the API takes. */
const LEAST = 0.1
const MOST = 10_000

/** How many objects a second are taken in, at the most. */
export function RateForm({ rate, busy, onSubmit }: RateFormProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const next = Number(typed ?? rate)
  const isRate = next >= LEAST && next <= MOST
  return (
    <form
      className={styles["rate"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isRate) return
        onSubmit(next)
        setTyped(null)
      }}
    >
      <Field
        label="Objects a second, at the most"
        type="number"
        inputMode="decimal"
        min={LEAST}
        max={MOST}
        step="any"
        value={typed ?? String(rate)}
        error={isRate ? null : `From ${LEAST} to ${MOST.toLocaleString()}`}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" busy={busy} disabled={!isRate || next === rate}>
        Set
      </Button>
    </form>
  )
}
