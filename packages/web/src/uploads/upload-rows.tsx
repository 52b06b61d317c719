import { useVirtualizer } from "@tanstack/react-virtual"
import { useRef } from "react"
import type { UploadItem } from "./upload-item.ts"
import styles from "./upload-panel.module.css"
import { UploadRow } from "./upload-row.tsx"

/** Pixels. */
const ROW = 72
const BEYOND = 6

/** The list; of thousands of rows only those in sight are there. */
export function UploadRows({ items }: { readonly items: readonly UploadItem[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => items[index]?.clientId ?? index,
    overscan: BEYOND,
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls has to be reached by keyboard
    <div ref={scroller} className={styles["scroller"]} tabIndex={0} role="group" aria-label="Files">
      <div role="list" className={styles["list"]} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]
          return item ? (
            <div
              key={key}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={styles["item"]}
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <UploadRow item={item} now={item.error?.opensAt === undefined ? 0 : Date.now()} />
            </div>
          ) : null
        })}
      </div>
    </div>
  )
}
