import type { PhotoText } from "@darkroom/gallery-api"
import { Icon, IconButton } from "../../ui/index.ts"
import { copyText } from "./copy-text.ts"
import { foundId } from "./found-id.ts"
import { FoundButton, FoundRow } from "./found-row.tsx"
import { FoundSection } from "./found-section.tsx"
import type { FoundView } from "./use-found-view.ts"

export interface TextListProps {
  readonly lines: readonly PhotoText[]
  readonly view: FoundView
}

/** The text in the photo, line by line as it is read. */
export function TextList({ lines, view }: TextListProps) {
  if (lines.length === 0) return null
  const shown = lines
    .map(({ text, confidence }, index) => ({
      text,
      confidence,
      row: { id: foundId("text", index), hasBox: true, view },
    }))
    .filter(({ confidence }) => confidence >= view.threshold)
  const whole = shown.map(({ text }) => text).join("\n")
  return (
    <FoundSection
      title="Text"
      kind="text"
      noun="line"
      view={view}
      lessSure={lines.length - shown.length}
      hasBoxes={shown.length > 0}
      action={
        shown.length === 0 ? null : (
          <IconButton label="Copy the text" onClick={() => copyText(whole, "Text copied.")}>
            <Icon name="copy" size={16} />
          </IconButton>
        )
      }
    >
      {shown.map(({ text, row }) => (
        <FoundRow key={row.id} {...row}>
          <FoundButton {...row}>{text}</FoundButton>
        </FoundRow>
      ))}
    </FoundSection>
  )
}
