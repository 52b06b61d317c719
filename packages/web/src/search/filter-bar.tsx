import { Link, useNavigate } from "@tanstack/react-router"
import { type ReactNode, useCallback } from "react"
import { buttonClass, type IconName } from "../ui/index.ts"
import { CameraFilter } from "./camera-filter.tsx"
import { DatesFilter } from "./dates-filter.tsx"
import styles from "./filter-bar.module.css"
import { FilterChip } from "./filter-chip.tsx"
import { type FilterName, filterText } from "./filter-texts.ts"
import { changed, type Filters, isEmpty } from "./filters.ts"
import { LabelFilter } from "./label-filter.tsx"
import { MediaFilter } from "./media-filter.tsx"
import { PlaceFilter } from "./place-filter.tsx"
import { StatusFilter } from "./status-filter.tsx"
import { TextFilter } from "./text-filter.tsx"

export type FilterChange = { readonly [Name in keyof Filters]?: Filters[Name] | undefined }

/** What the inside of a chip is given. */
export interface FilterProps {
  readonly filters: Filters
  /** Puts the change into the address. */
  readonly onChange: (change: FilterChange) => void
  readonly close: () => void
}

interface Chip {
  readonly name: FilterName
  readonly label: string
  readonly icon: IconName
  readonly none: FilterChange
  readonly inside: (props: FilterProps) => ReactNode
}

const CHIPS: readonly Chip[] = [
  { name: "text", label: "Text", icon: "text", none: { text: undefined }, inside: TextFilter },
  { name: "label", label: "Label", icon: "tag", none: { label: undefined }, inside: LabelFilter },
  { name: "camera", label: "Camera", icon: "camera", none: { camera: undefined }, inside: CameraFilter },
  { name: "dates", label: "Date", icon: "calendar", none: { from: undefined, to: undefined }, inside: DatesFilter },
  { name: "near", label: "Place", icon: "pin", none: { near: undefined }, inside: PlaceFilter },
  { name: "media", label: "Kind", icon: "play", none: { media: undefined }, inside: MediaFilter },
  { name: "status", label: "Status", icon: "info", none: { status: undefined }, inside: StatusFilter },
]

/** A chip for each filter; the address holds what they say. */
export function FilterBar({ filters }: { readonly filters: Filters }) {
  const navigate = useNavigate()
  const onChange = useCallback(
    (change: FilterChange) =>
      void navigate({
        to: "/search",
        search: (before) => changed(before as Filters, change),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return (
    <div role="group" aria-label="Filters" className={styles["bar"]}>
      {CHIPS.map(({ name, label, icon, none, inside: Inside }) => (
        <FilterChip
          key={name}
          label={label}
          icon={icon}
          value={filterText(name, filters)}
          onClear={() => onChange(none)}
        >
          {(close) => <Inside filters={filters} onChange={onChange} close={close} />}
        </FilterChip>
      ))}
      {isEmpty(filters) ? null : (
        <Link to="/search" search={{}} className={buttonClass("quiet")}>
          Clear all
        </Link>
      )}
    </div>
  )
}
