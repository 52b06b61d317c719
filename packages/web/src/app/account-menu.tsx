import { useState } from "react"
import { useSession, useUser } from "../auth/index.ts"
import { errorText } from "../error-text.ts"
import { toast } from "../toasts.ts"
import { Icon, type IconName, Menu, type MenuItem } from "../ui/index.ts"
import styles from "./account-menu.module.css"
import { Aside } from "./aside.tsx"
import { lazyPart } from "./lazy-part.tsx"
import { chooseTheme, storedTheme, type Theme } from "./theme.ts"

const Account = lazyPart(async () => (await import("./account.tsx")).Account, { ahead: true })

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
      header={
        <Aside>
          <Account />
        </Aside>
      }
      trigger={(props) => (
        <button {...props} type="button" className={styles["button"]} aria-label={labelOf(name)} title={name}>
          {initials(name)}
        </button>
      )}
    />
  )
}

/** What is seen is part of it, for those who tell the computer by voice what to press. */
const labelOf = (name: string) => `${initials(name)}, account of ${name}`

function initials(name: string): string {
  const words = name.replace(/@.*/, "").split(/[\s._-]+/)
  const letters = words.map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).trim())
  return [letters[0], letters.length > 1 ? letters.at(-1) : ""].join("").toUpperCase()
}
