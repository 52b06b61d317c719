import type { PhotoDetail, PhotoSummary } from "@darkroom/gallery-api"
import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { Icon, IconButton, Spinner } from "../../ui/index.ts"
import { Trail } from "../trail/trail.tsx"
import type { Findings } from "./boxes-of.ts"
import { Details } from "./details.tsx"
import styles from "./info-panel.module.css"
import { LabelList, type LabelListProps } from "./label-list.tsx"
import { PlaceMap } from "./place-map.tsx"
import { Problem } from "./problem.tsx"

export interface InfoPanelProps extends Omit<LabelListProps, "photo"> {
  readonly summary: PhotoSummary
  readonly photo: (PhotoDetail & Findings) | undefined
  readonly close: () => void
}

/** All that is known of the photo, and how it came to be known. */
export function InfoPanel({ summary, photo, close, ...labels }: InfoPanelProps) {
  return (
    <aside aria-label="Information" className={styles["panel"]}>
      <header className={styles["header"]}>
        <h2>Information</h2>
        <IconButton label="Hide information (i)" onClick={close}>
          <Icon name="close" />
        </IconButton>
      </header>
      <Problem photo={summary} />
      {photo === undefined ? <Spinner label="Loading what is known of the photo" /> : <Known {...{ photo, labels }} />}
    </aside>
  )
}

function Known({ photo, labels }: { photo: PhotoDetail & Findings; labels: Omit<LabelListProps, "photo"> }) {
  const { text = [], moderation = [], location, albums } = photo
  return (
    <>
      <LabelList photo={photo} {...labels} />
      {text.length === 0 ? null : (
        <Section title="Text">
          <ul className={styles["plain"]}>
            {text.map((line) => (
              <li key={line.text}>{line.text}</li>
            ))}
          </ul>
        </Section>
      )}
      {moderation.length === 0 ? null : (
        <Section title="Moderation">
          <ul className={styles["plain"]}>
            {moderation.map(({ name, confidence }) => (
              <li key={name}>
                {name}, {Math.round(confidence)} %
              </li>
            ))}
          </ul>
        </Section>
      )}
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

/** A part of the panel under a heading. */
function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles["section"]}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}
