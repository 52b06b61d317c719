import type { KeyboardEvent, ReactNode } from "react"
import { classNames } from "../class-names.ts"
import { Icon } from "./icon.tsx"
import { Popover, type PopoverProps } from "./popover.tsx"
import styles from "./menu.module.css"

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly onSelect: () => void
  readonly danger?: boolean
  readonly disabled?: boolean
  /** Given for a choice: whether it is the chosen one. */
  readonly checked?: boolean
}

export interface MenuProps extends Pick<PopoverProps, "trigger" | "label" | "align" | "above"> {
  readonly items: readonly (MenuItem | "separator")[]
  /** Stands above the items. */
  readonly header?: ReactNode
}

/** A menu at a button, with the arrow keys. */
export function Menu({ items, header, label, ...popover }: MenuProps) {
  return (
    <Popover {...popover} label={label} role="menu">
      {(close) => (
        <>
          {header ? <div className={styles["header"]}>{header}</div> : null}
          <MenuItems label={label} items={items} close={close} />
        </>
      )}
    </Popover>
  )
}

function MenuItems({ label, items, close }: Pick<MenuProps, "items" | "label"> & { readonly close: () => void }) {
  return (
    <div role="menu" aria-label={label} onKeyDown={moveFocus}>
      {items.map((item, index) =>
        item === "separator" ? (
          // oxlint-disable-next-line react/no-array-index-key
          <hr key={index} className={styles["separator"]} />
        ) : (
          <button
            key={item.label}
            type="button"
            role={item.checked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={item.checked}
            disabled={item.disabled}
            className={classNames(styles["item"], item.danger && styles["danger"])}
            onClick={() => {
              close()
              item.onSelect()
            }}
          >
            <span className={styles["icon"]}>{item.icon}</span>
            {item.label}
            {item.checked ? <Icon name="check" size={18} className={styles["check"]} /> : null}
          </button>
        ),
      )}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("button:enabled")]
  const now = items.indexOf(document.activeElement as HTMLElement)
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key]
  if (next === undefined) return
  event.preventDefault()
  items[(next + items.length) % items.length]?.focus()
}
