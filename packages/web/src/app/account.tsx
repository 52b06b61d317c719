import { useQuery } from "@tanstack/react-query"
import { useClient } from "../api.ts"
import { useUser } from "../auth/index.ts"
import { meQuery } from "../queries.ts"
import styles from "./account.module.css"
import { limitsLeft, resetText } from "./limits-left.ts"

/** Who is signed in, and what is left of the limits. */
export function Account() {
  const { name } = useUser()
  const { data: me } = useQuery(meQuery(useClient()))
  return (
    <div className={styles["account"]}>
      <p className={styles["name"]}>{name}</p>
      {me ? (
        <ul className={styles["limits"]}>
          {limitsLeft(me).map(({ label, share, text }) => (
            <li key={label}>
              <span>{label}</span>
              <span>{text}</span>
              <meter aria-label={label} value={share} min={0} max={1} low={0.15} high={0.4} optimum={1}>
                {text}
              </meter>
            </li>
          ))}
          <li className={styles["reset"]}>{resetText(me.resetsAt)}</li>
        </ul>
      ) : null}
    </div>
  )
}
