import { createRoot } from "react-dom/client"
import "./styles/tokens.css"
import "./styles/base.css"
import { applyTheme } from "./app/theme.ts"
import { Landing } from "./auth/landing.tsx"
import { startSession } from "./auth/start-session.ts"
import { StartFailed } from "./app/start-failed.tsx"
import { Starting } from "./app/starting.tsx"
import { loadConfig } from "./config.ts"

applyTheme()

const root = createRoot(document.getElementById("root") ?? document.body)

/** The gallery is loaded meanwhile; one who is signed out needs it after the login. */
async function start(): Promise<void> {
  root.render(<Starting />)
  const app = import("./app/app.tsx")
  // Told where it is awaited.
  app.catch(() => undefined)
  const config = await loadConfig()
  const started = await startSession(config)
  if ("signedOut" in started) root.render(<Landing {...started.signedOut} />)
  if (!("session" in started)) return
  const { App } = await app
  root.render(<App config={config} session={started.session} />)
}

start().catch((error: unknown) => {
  console.error(error)
  root.render(<StartFailed error={error} />)
})
