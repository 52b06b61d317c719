import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react"
import { classNames } from "../class-names.ts"
import styles from "./popover.module.css"

export interface TriggerProps {
  readonly onClick: () => void
  readonly "aria-expanded": boolean
  readonly "aria-haspopup": "menu" | "dialog"
}

export interface PopoverProps {
  /** The button that opens it; spread the properties on it. */
  readonly trigger: (props: TriggerProps) => ReactNode
  readonly children: (close: () => void) => ReactNode
  readonly label: string
  /** Default "dialog". A menu names itself within the panel, which may hold other things too. */
  readonly role?: "menu" | "dialog"
  /** The side of the button that it is aligned with. Default "end". */
  readonly align?: "start" | "end"
  /** Opens above the button. */
  readonly above?: boolean
}

/** A panel at a button: closes on Escape and on a click elsewhere, and gives the focus back. */
export function Popover({ trigger, children, label, role = "dialog", align = "end", above = false }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (open) keepInside(panel.current)
  }, [open])
  useEffect(() => {
    if (!open) return
    firstWithin(panel.current)?.focus()
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener("pointerdown", outside)
    return () => document.removeEventListener("pointerdown", outside)
  }, [open])
  const close = () => {
    setOpen(false)
    // Whoever has closed it before has the focus elsewhere by now.
    if (panel.current) firstWithin(root.current)?.focus()
  }
  return (
    <div
      ref={root}
      className={styles["root"]}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return
        event.stopPropagation()
        close()
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget && !root.current?.contains(relatedTarget)) setOpen(false)
      }}
    >
      {trigger({ onClick: () => setOpen(!open), "aria-expanded": open, "aria-haspopup": role })}
      {open ? (
        <div
          ref={panel}
          role={role === "dialog" ? role : undefined}
          aria-label={role === "dialog" ? label : undefined}
          className={classNames(styles["panel"], styles[align], above && styles["above"])}
        >
          {children(close)}
        </div>
      ) : null}
    </div>
  )
}

const MARGIN = 8

/** Moves a panel to the side as far as it would leave the window, which has no place to scroll to on a small screen. */
function keepInside(panel: HTMLElement | null): void {
  if (!panel) return
  const { left, right } = panel.getBoundingClientRect()
  const width = document.documentElement.clientWidth
  const move = right > width - MARGIN ? width - MARGIN - right : Math.max(0, MARGIN - left)
  if (move !== 0) panel.style.translate = `${Math.max(move, MARGIN - left)}px`
}

const FOCUSABLE = "button:enabled, input:enabled, a[href], [tabindex='0']"

function firstWithin(element: HTMLElement | null): HTMLElement | null {
  return element?.querySelector<HTMLElement>(FOCUSABLE) ?? null
}
