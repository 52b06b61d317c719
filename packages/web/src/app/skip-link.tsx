import styles from "./skip-link.module.css"

/** The first thing that the tab key reaches. No link: the page's `<base>` would make it lead elsewhere. */
export function SkipLink() {
  return (
    <button type="button" className={styles["skip"]} onClick={() => document.getElementById("main")?.focus()}>
      Skip to the photos
    </button>
  )
}
