import type { PhotoDetail, PhotoSummary } from "@darkroom/gallery-api"
import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { Icon, IconButton, Spinner } from "../../ui/index.ts"
import { Trail } from "../trail/trail.tsx"
import { ArchiveNote } from "./archive-note.tsx"
import { Decision } from "./decision.tsx"
import { Details } from "./details.tsx"
import styles from "./info-panel.module.css"
import { Missing } from "./missing.tsx"
import { PlaceMap } from "./place-map.tsx"
import { Problem } from "./problem.tsx"
import { Section } from "./section.tsx"

export interface InfoPanelProps {
  readonly summary: PhotoSummary
  readonly photo: PhotoDetail | undefined
  /** What was found, where that is known. */
  readonly findings: ReactNode
  readonly close: () => void
}

/** All that is known of the photo or video, and how it came to be known. */
export function InfoPanel({ summary, photo, findings, close }: InfoPanelProps) {
  return (
    <aside aria-label="Information" className={styles["panel"]}>
      <header className={styles["header"]}>
        <h2>Information</h2>
        <IconButton label="Hide information (i)" onClick={close}>
          <Icon name="close" />
        </IconButton>
      </header>
      <Problem photo={summary} />
      {photo === undefined ? (
        <Spinner label={`Loading what is known of the ${summary.media}`} />
      ) : (
        <Known photo={photo} findings={findings} />
      )}
    </aside>
  )
}

function Known({ photo, findings }: { readonly photo: PhotoDetail; readonly findings: ReactNode }) {
  const { location, albums } = photo
  return (
    <>
      <Decision decision={photo.decision} />
      <ArchiveNote archived={photo.archived} />
      <Missing missing={photo.missing} />
      {findings}
      <Section title="Details">
        <Details photo={photo} />
      </Section>
      {location === null ? null : (
        <Section title="Place">
          <PlaceMap location={location} />
        </Section>
      )}
      {albums.length === 0 ? null : (
        <Section title="Albums">
          <ul className={styles["albums"]}>
            {albums.map(({ albumId, name }) => (
              <li key={albumId}>
                <Link to="/albums/$albumId" params={{ albumId }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Trail">
        <Trail photo={photo} />
      </Section>
    </>
  )
}
