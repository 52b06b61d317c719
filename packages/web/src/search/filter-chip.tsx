import type { ReactNode } from "react"
import { classNames } from "../class-names.ts"
import { Icon, IconButton, type IconName, Popover } from "../ui/index.ts"
import styles from "./filter-chip.module.css"

export interface FilterChipProps {
  readonly label: string
  readonly icon: IconName
  /** What is asked for, in words; null: nothing. */
  readonly value: string | null
  readonly onClear: () => void
  readonly children: (close: () => void) => ReactNode
}

/** A filter: says what it asks for, opens to change it, and can be taken away. */
export function FilterChip({ label, icon, value, onClear, children }: FilterChipProps) {
  return (
    <div className={classNames(styles["chip"], value !== null && styles["active"])}>
      <Popover
        label={label}
        align="start"
        trigger={(props) => (
          <button {...props} type="button" className={styles["open"]}>
            <Icon name={icon} size={18} />
            <span>{value === null ? label : `${label}: ${value}`}</span>
            {value === null ? <Icon name="down" size={14} /> : null}
          </button>
        )}
      >
        {(close) => <div className={styles["inside"]}>{children(close)}</div>}
      </Popover>
      {value === null ? null : (
        <IconButton label={`Remove the filter ${label}`} onClick={onClear}>
          <Icon name="close" size={16} />
        </IconButton>
      )}
    </div>
  )
}
