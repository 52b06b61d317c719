import type { PhotoFace } from "@darkroom/gallery-api"
import { ageText, namedText } from "../format/found.ts"
import { faceName } from "./boxes-of.ts"
import { foundId } from "./found-id.ts"
import { FoundButton, FoundRow } from "./found-row.tsx"
import { FoundSection } from "./found-section.tsx"
import styles from "./found.module.css"
import { Sureness } from "./sureness.tsx"
import type { FoundView } from "./use-found-view.ts"

export interface FaceListProps {
  readonly faces: readonly PhotoFace[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: FoundView
}

/** The faces with what was seen of them. */
export function FaceList({ faces, colours, view }: FaceListProps) {
  if (faces.length === 0) return null
  const shown = faces.map((face, index) => ({ face, index })).filter(({ face }) => face.confidence >= view.threshold)
  return (
    <FoundSection
      title="Faces"
      kind="face"
      noun="face"
      view={view}
      lessSure={faces.length - shown.length}
      hasBoxes={shown.length > 0}
    >
      {shown.map(({ face, index }) => {
        const row = { id: foundId("face", index), hasBox: true, view }
        return (
          <FoundRow key={row.id} {...row}>
            <FoundButton {...row}>
              <span className={styles["head"]}>
                <span className={styles["dot"]} style={{ background: colours.get("face") }} />
                <Sureness name={faceName(index)} confidence={face.confidence} />
              </span>
              <Seen face={face} threshold={view.threshold} />
            </FoundButton>
          </FoundRow>
        )
      })}
    </FoundSection>
  )
}

function Seen({ face, threshold }: { readonly face: PhotoFace; readonly threshold: number }) {
  const lines = [
    face.ageRange === null ? "" : `Looks ${ageText(face.ageRange)} old`,
    namedText(face.emotions, threshold),
    namedText(face.attributes, threshold),
  ]
  return lines.filter(Boolean).map((line) => (
    <span key={line} className={styles["kin"]}>
      {line}
    </span>
  ))
}
