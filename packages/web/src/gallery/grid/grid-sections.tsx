import type { PhotoSummary } from "@darkroom/gallery-api"
import type { GridLayout, GridSection, PlacedRow } from "../layout/grid-layout.ts"
import styles from "./photo-grid.module.css"
import { Tile } from "./tile.tsx"
import type { Range } from "./use-visible-rows.ts"

export interface GridSectionsProps {
  readonly layout: GridLayout
  readonly rows: Range
  readonly photos: readonly PhotoSummary[]
  readonly width: number
  readonly selected: ReadonlySet<string>
  readonly active: number
  /** Drawn wherever it is, so that Tab leads to it and the focus is not lost by scrolling. */
  readonly activeRow: number
}

/** The rows near to what is seen, under the headings of their groups. */
export function GridSections(props: GridSectionsProps) {
  const { layout, rows, activeRow } = props
  return layout.sections.map((section) => {
    const shown = rowsOf(section, rows, activeRow)
    if (shown.length === 0) return null
    const { key, title, top, height } = section
    return (
      <div
        key={key}
        role="rowgroup"
        aria-label={title ?? undefined}
        className={styles["section"]}
        style={{ top, height }}
      >
        {title === null ? null : (
          <div aria-hidden="true" className={styles["heading"]}>
            {title}
          </div>
        )}
        {shown.map((index) => {
          const row = layout.rows[index]
          return row ? <Row key={index} index={index} row={row} from={top} {...props} /> : null
        })}
      </div>
    )
  })
}

function rowsOf({ firstRow, endRow }: GridSection, [first, end]: Range, activeRow: number): number[] {
  const from = Math.max(first, firstRow)
  const near = Array.from({ length: Math.max(0, Math.min(end, endRow) - from) }, (_, index) => from + index)
  const isElsewhere = activeRow >= firstRow && activeRow < endRow && !near.includes(activeRow)
  return isElsewhere ? [...near, activeRow].toSorted((a, b) => a - b) : near
}

interface RowProps extends GridSectionsProps {
  readonly index: number
  readonly row: PlacedRow
  /** Pixels from the grid's top to the section's. */
  readonly from: number
}

function Row({ index, row, from, photos, width, selected, active }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={styles["row"]}
      style={{ top: row.top - from, height: row.height }}
    >
      {row.boxes.map((box, place) => {
        const photo = photos[row.first + place]
        return photo ? (
          <Tile
            key={photo.photoId}
            photo={photo}
            left={box.left}
            width={box.width}
            height={row.height}
            isActive={row.first + place === active}
            isSelected={selected.has(photo.photoId)}
            isAtEnd={box.left + box.width / 2 > width / 2}
          />
        ) : null
      })}
    </div>
  )
}
