import type { PhotoCelebrity } from "@darkroom/gallery-api"
import { webAddress } from "../format/web-address.ts"
import { foundId } from "./found-id.ts"
import { FoundButton, FoundRow } from "./found-row.tsx"
import { FoundSection } from "./found-section.tsx"
import styles from "./found.module.css"
import { Sureness } from "./sureness.tsx"
import type { FoundView } from "./use-found-view.ts"

export interface CelebrityListProps {
  readonly celebrities: readonly PhotoCelebrity[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: FoundView
}

/** Well-known people, with links to more about them. */
export function CelebrityList({ celebrities, colours, view }: CelebrityListProps) {
  if (celebrities.length === 0) return null
  const shown = celebrities
    .map((celebrity, index) => ({ ...celebrity, row: { id: foundId("celebrity", index), view } }))
    .filter(({ confidence }) => confidence >= view.threshold)
  return (
    <FoundSection
      title="Well-known people"
      kind="celebrity"
      noun="name"
      view={view}
      lessSure={celebrities.length - shown.length}
      hasBoxes={shown.some(({ box }) => box !== null)}
    >
      {shown.map(({ name, confidence, box, urls, row }) => (
        <FoundRow key={row.id} {...row} hasBox={box !== null}>
          <FoundButton {...row} hasBox={box !== null}>
            <span className={styles["head"]}>
              {box === null ? null : (
                <span className={styles["dot"]} style={{ background: colours.get("celebrity") }} />
              )}
              <Sureness name={name} confidence={confidence} />
            </span>
          </FoundButton>
          <Sites name={name} urls={urls} />
        </FoundRow>
      ))}
    </FoundSection>
  )
}

function Sites({ name, urls }: Pick<PhotoCelebrity, "name" | "urls">) {
  const sites = urls.map(webAddress).filter((address) => address !== null)
  if (sites.length === 0) return null
  return (
    <span className={styles["sites"]}>
      {sites.map(({ href, site }) => (
        <a key={href} href={href} target="_blank" rel="noopener noreferrer" aria-label={`${site}: ${name}`}>
          {site}
        </a>
      ))}
    </span>
  )
}
