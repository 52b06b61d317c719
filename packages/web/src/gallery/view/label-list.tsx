import type { PhotoLabel } from "@darkroom/gallery-api"
import { foundId } from "./found-id.ts"
import { FoundSection } from "./found-section.tsx"
import { LabelRow } from "./label-row.tsx"
import type { FoundView } from "./use-found-view.ts"

export interface LabelListProps {
  readonly labels: readonly PhotoLabel[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: FoundView
}

/** What is seen in the photo, from a confidence on. */
export function LabelList({ labels, colours, view }: LabelListProps) {
  if (labels.length === 0) return null
  const isSure = ({ confidence }: { readonly confidence: number }) => confidence >= view.threshold
  const shown = labels.filter(isSure)
  const isBoxed = ({ instances }: PhotoLabel) => instances.some(isSure)
  return (
    <FoundSection
      title="Labels"
      kind="label"
      noun="label"
      view={view}
      lessSure={labels.length - shown.length}
      hasBoxes={shown.some(isBoxed)}
    >
      {shown.map((label) => (
        <LabelRow
          key={label.name}
          id={foundId("label", label.name)}
          label={label}
          colour={isBoxed(label) ? (colours.get(label.name) ?? null) : null}
          view={view}
        />
      ))}
    </FoundSection>
  )
}
