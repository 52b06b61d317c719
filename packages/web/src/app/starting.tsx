import { VisuallyHidden } from "../ui/visually-hidden.tsx"
import { Logo } from "./logo.tsx"
import styles from "./starting.module.css"

/** What one sees until it is known who is signed in and the gallery is there. */
export function Starting() {
  return (
    <div className={styles["starting"]} role="status">
      <Logo size={72} />
      <VisuallyHidden>Loading Darkroom</VisuallyHidden>
    </div>
  )
}
