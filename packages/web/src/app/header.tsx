import { Link } from "@tanstack/react-router"
import { UploadButton } from "../uploads/index.ts"
import { AccountMenu } from "./account-menu.tsx"
import styles from "./header.module.css"
import { useListPlace } from "./list-place.ts"
import { Logo } from "./logo.tsx"
import { SearchBox } from "./search-box.tsx"

/** The top of every page. */
export function Header() {
  const place = useListPlace()
  return (
    <header className={styles["header"]}>
      <Link to="/" className={styles["home"]} aria-label="Darkroom, all photos">
        <Logo />
        <span aria-hidden="true">Darkroom</span>
      </Link>
      <SearchBox />
      <div className={styles["actions"]}>
        <UploadButton albumId={place.list === "album" ? place.albumId : undefined} />
        <AccountMenu />
      </div>
    </header>
  )
}
