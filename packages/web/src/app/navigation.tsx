import { Link } from "@tanstack/react-router"
import { useUser } from "../auth/use-user.ts"
import { Icon, type IconName } from "../ui/index.ts"
import { type ListPlace, linkTo } from "./list-place.ts"
import styles from "./navigation.module.css"
import { useCurrentList } from "./photo-place.ts"

interface Entry {
  readonly label: string
  readonly icon: IconName
  readonly place: ListPlace
  /** The lists at which this one is marked. */
  readonly lists: readonly ListPlace["list"][]
}

const ENTRIES: readonly Entry[] = [
  { label: "Photos", icon: "photos", place: { list: "all" }, lists: ["all"] },
  { label: "Albums", icon: "albums", place: { list: "albums" }, lists: ["albums", "album"] },
  { label: "Search", icon: "search", place: { list: "search", filters: {} }, lists: ["search"] },
]

const FOR_OPERATORS: Entry = {
  label: "Backfills",
  icon: "backfill",
  place: { list: "backfills" },
  lists: ["backfills"],
}

/** At the side, and at the bottom of a small screen. */
export function Navigation() {
  const { list } = useCurrentList()
  const { operator } = useUser()
  const entries = operator ? [...ENTRIES, FOR_OPERATORS] : ENTRIES
  return (
    <nav aria-label="Main" className={styles["navigation"]}>
      <ul>
        {entries.map(({ label, icon, place, lists }) => (
          <li key={label}>
            <Link
              {...linkTo(place)}
              className={styles["entry"]}
              aria-current={lists.includes(list) ? "page" : undefined}
            >
              <Icon name={icon} size={22} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
