import { type ReactNode, useState } from "react"
import { errorText } from "../error-text.ts"
import { Button, Field } from "../ui/index.ts"
import styles from "./album-name-form.module.css"

/** The longest name that the API takes. */
const LONGEST = 100

export interface AlbumNameFormProps {
  readonly label: string
  readonly action: string
  readonly initial?: string
  /** Rejects with what is said below the field. */
  readonly onSubmit: (name: string) => Promise<unknown>
  readonly icon?: ReactNode
}

/** A field for an album's name, and the button that takes it. */
export function AlbumNameForm({ label, action, initial = "", onSubmit, icon }: AlbumNameFormProps) {
  const [name, setName] = useState(initial)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  async function submit() {
    const trimmed = name.trim()
    if (trimmed === "") return setProblem("An album needs a name.")
    setBusy(true)
    try {
      await onSubmit(trimmed)
      setName("")
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field
        label={label}
        value={name}
        maxLength={LONGEST}
        error={problem}
        autoComplete="off"
        onChange={(event) => {
          setName(event.currentTarget.value)
          setProblem(null)
        }}
      />
      <Button type="submit" variant="primary" busy={busy} icon={icon}>
        {action}
      </Button>
    </form>
  )
}
