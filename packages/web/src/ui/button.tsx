import type { ComponentProps, ReactNode } from "react"
import { classNames } from "../class-names.ts"
import { Spinner } from "./spinner.tsx"
import styles from "./button.module.css"

export interface ButtonProps extends ComponentProps<"button"> {
  /** Default "plain". One "primary" a view at most. */
  readonly variant?: "primary" | "plain" | "quiet" | "danger"
  readonly icon?: ReactNode
  /** Under way: shows a spinner and cannot be pressed. */
  readonly busy?: boolean
}

/** A button with a text. */
export function Button({ variant = "plain", icon, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles["button"], styles[variant], className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  /** What it does; seen as a hint and read aloud. */
  readonly label: string
}

/** A button that is an icon alone. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(styles["iconButton"], className)}
    >
      {children}
    </button>
  )
}

/** The class of a button, for a link that looks like one. */
export function buttonClass(variant: "primary" | "plain" | "quiet" = "plain"): string {
  return classNames(styles["button"], styles[variant])
}
