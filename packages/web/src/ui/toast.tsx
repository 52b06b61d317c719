import { useSyncExternalStore } from "react"
import { classNames } from "../class-names.ts"
import { currentToasts, dismissToast, onToasts, type Toast } from "../toasts.ts"
import { IconButton } from "./button.tsx"
import { Icon, type IconName } from "./icon.tsx"
import styles from "./toast.module.css"

const ICONS: Record<Toast["kind"], IconName> = { info: "info", success: "check", warning: "warning", error: "warning" }

/** The toasts, once a page. Both regions are there from the start: screen readers only tell what changes within one. */
export function Toasts() {
  const toasts = useSyncExternalStore(onToasts, currentToasts)
  const errors = toasts.filter(({ kind }) => kind === "error")
  const others = toasts.filter(({ kind }) => kind !== "error")
  return (
    <div className={styles["toasts"]}>
      <div aria-live="assertive" aria-relevant="additions">
        {errors.map((toast) => (
          <OneToast key={toast.id} toast={toast} />
        ))}
      </div>
      <div aria-live="polite" aria-relevant="additions">
        {others.map((toast) => (
          <OneToast key={toast.id} toast={toast} />
        ))}
      </div>
    </div>
  )
}

function OneToast({ toast: { id, kind, text, action } }: { readonly toast: Toast }) {
  return (
    <div className={classNames(styles["toast"], styles[kind])}>
      <Icon name={ICONS[kind]} />
      <p>{text}</p>
      {action ? (
        <button
          type="button"
          className={styles["action"]}
          onClick={() => {
            dismissToast(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      ) : null}
      <IconButton label="Dismiss" onClick={() => dismissToast(id)}>
        <Icon name="close" size={18} />
      </IconButton>
    </div>
  )
}
