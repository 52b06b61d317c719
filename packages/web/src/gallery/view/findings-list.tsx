import type { PhotoDetail } from "@darkroom/gallery-api"
import { Slider } from "../../ui/index.ts"
import { coloursOf } from "./boxes-of.ts"
import { CelebrityList } from "./celebrity-list.tsx"
import { ColourList } from "./colour-list.tsx"
import { FaceList } from "./face-list.tsx"
import styles from "./found.module.css"
import { LabelList } from "./label-list.tsx"
import { ModerationList } from "./moderation-list.tsx"
import { nothingFound } from "./nothing-found.ts"
import { TextList } from "./text-list.tsx"
import type { FoundView } from "./use-found-view.ts"

export interface FindingsListProps {
  readonly photo: PhotoDetail
  readonly view: FoundView
}

/** All that recognition found, from a confidence on. */
export function FindingsList({ photo, view }: FindingsListProps) {
  const { labels, moderation = [], faces = [], celebrities = [], text = [], colors = [] } = photo
  const { threshold, setThreshold } = view
  const colours = coloursOf(photo)
  const inVain = nothingFound(photo)
  return (
    <>
      {[labels, moderation, faces, celebrities, text].every(({ length }) => length === 0) ? null : (
        <Slider
          label="At least"
          min={50}
          value={threshold}
          onChange={setThreshold}
          format={(value) => `${value} % sure`}
        />
      )}
      <ModerationList labels={moderation} threshold={threshold} />
      <LabelList {...{ labels, colours, view }} />
      <FaceList {...{ faces, colours, view }} />
      <CelebrityList {...{ celebrities, colours, view }} />
      <TextList lines={text} view={view} />
      <ColourList colours={colors} />
      {inVain === "" ? null : <p className={styles["inVain"]}>{inVain}</p>}
    </>
  )
}
