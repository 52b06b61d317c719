import type { PhotoModeration } from "@darkroom/gallery-api"
import { counted } from "../format/quantities.ts"
import styles from "./found.module.css"
import { type ModerationNode, moderationTree } from "./moderation-tree.ts"
import { Section } from "./section.tsx"
import { Sureness } from "./sureness.tsx"

export interface ModerationListProps {
  readonly labels: readonly PhotoModeration[]
  /** Per cent. */
  readonly threshold: number
}

/** Why the photo may be sensitive, under the kinds that the reasons belong to. */
export function ModerationList({ labels, threshold }: ModerationListProps) {
  if (labels.length === 0) return null
  const shown = labels.filter(({ confidence }) => confidence >= threshold)
  const lessSure = labels.length - shown.length
  return (
    <Section title="Sensitive content">
      <Branch nodes={moderationTree(shown)} />
      {lessSure === 0 ? null : <p className={styles["note"]}>{counted(lessSure, "reason")} less sure.</p>}
    </Section>
  )
}

function Branch({ nodes }: { readonly nodes: readonly ModerationNode[] }) {
  return (
    <ul className={styles["branch"]}>
      {nodes.map(({ name, confidence, children }) => (
        <li key={name}>
          <span className={styles["head"]}>
            <Sureness name={name} confidence={confidence} />
          </span>
          {children.length === 0 ? null : <Branch nodes={children} />}
        </li>
      ))}
    </ul>
  )
}
