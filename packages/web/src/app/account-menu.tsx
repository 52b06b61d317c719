import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useClient } from "../api.ts"
import { useSession, useUser } from "../auth/index.ts"
import { errorText } from "../error-text.ts"
import { meQuery } from "../queries.ts"
import { toast } from "../toasts.ts"
import { Icon, type IconName, Menu, type MenuItem } from "../ui/index.ts"
import styles from "./account-menu.module.css"
import { limitsLeft, resetText } from "./limits-left.ts"
import { chooseTheme, storedTheme, type Theme } from "./theme.ts"

const THEMES: readonly { theme: Theme; label: string; icon: IconName }[] = [
  { theme: "light", label: "Light", icon: "sun" },
  { theme: "dark", label: "Dark", icon: "moon" },
  { theme: "system", label: "As the system", icon: "screen" },
]

/** The person, what is left of the limits, the theme and the way out. */
export function AccountMenu() {
  const { name } = useUser()
  const { session } = useSession()
  const [theme, setTheme] = useState(storedTheme)
  const signOut = () =>
    void session.signOut().catch((error: unknown) => toast({ kind: "error", text: errorText(error) }))
  const items: (MenuItem | "separator")[] = [
    ...THEMES.map(({ theme: offered, label, icon }) => ({
      label,
      icon: <Icon name={icon} />,
      checked: theme === offered,
      onSelect: () => {
        chooseTheme(offered)
        setTheme(offered)
      },
    })),
    "separator",
    { label: "Sign out", icon: <Icon name="leave" />, onSelect: signOut },
  ]
  return (
    <Menu
      label="Account"
      items={items}
      header={<Account />}
      trigger={(props) => (
        <button {...props} type="button" className={styles["button"]} aria-label={`Account of ${name}`} title={name}>
          {initials(name)}
        </button>
      )}
    />
  )
}

function Account() {
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

function initials(name: string): string {
  const words = name.replace(/@.*/, "").split(/[\s._-]+/)
  const letters = words.map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).trim())
  return [letters[0], letters.length > 1 ? letters.at(-1) : ""].join("").toUpperCase()
}
