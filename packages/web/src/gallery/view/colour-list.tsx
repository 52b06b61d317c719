import type { PhotoColor } from "@darkroom/gallery-api"
import { perCentText, wordsOf } from "../format/found.ts"
import styles from "./colour-list.module.css"
import { Section } from "./section.tsx"

/** The colours that most of the photo has. */
export function ColourList({ colours }: { readonly colours: readonly PhotoColor[] }) {
  if (colours.length === 0) return null
  return (
    <Section title="Colours">
      <ul className={styles["colours"]}>
        {colours.map(({ hex, name, share }) => (
          <li key={hex}>
            <span className={styles["swatch"]} style={{ background: hex }} />
            <span className={styles["name"]}>
              {wordsOf(name)}
              <code>{hex}</code>
            </span>
            <span className={styles["share"]}>{perCentText(share)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
