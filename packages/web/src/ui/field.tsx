import { type ComponentProps, type ReactNode, useId } from "react"
import { classNames } from "../class-names.ts"
import styles from "./field.module.css"

export interface FieldProps extends ComponentProps<"input"> {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
}

/** An input with its label, a hint and what is wrong with it. */
export function Field({ label, hint, error, className, id: givenId, ...input }: FieldProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  const described = error || hint ? `${id}-note` : undefined
  return (
    <div className={classNames(styles["field"], className)}>
      <label htmlFor={id}>{label}</label>
      <input {...input} id={id} aria-invalid={error ? true : undefined} aria-describedby={described} />
      {described ? (
        <p id={described} className={error ? styles["error"] : styles["hint"]} role={error ? "alert" : undefined}>
          {error || hint}
        </p>
      ) : null}
    </div>
  )
}
