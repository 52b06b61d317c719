import { createRoot } from "react-dom/client"
import "./styles/tokens.css"
import "./styles/base.css"
import { StartFailed } from "./app/start-failed.tsx"
import { Starting } from "./app/starting.tsx"
import { applyTheme } from "./app/theme.ts"
import { Landing } from "./auth/landing.tsx"
import { isCallback } from "./auth/return-path.ts"
import { startSession } from "./auth/start-session.ts"
import { seemsSignedIn } from "./auth/stored-tokens.ts"
import { loadConfig } from "./config.ts"
import { firstLookDone } from "./first-look.ts"
import { loadedFrom, rememberMissingStyles } from "./not-loaded.ts"

applyTheme()
rememberMissingStyles()

const root = createRoot(document.getElementById("root") ?? document.body)

/** One who is signed in, or comes from the login, has the gallery loaded meanwhile; others when they have seen where they are. */
async function start(): Promise<void> {
  root.render(<Starting />)
  if (seemsSignedIn() || isCallback(new URL(location.href), document.baseURI)) prefetchApp()
  const config = await loadConfig()
  const started = await startSession(config)
  if ("signedOut" in started) {
    root.render(<Landing {...started.signedOut} />)
    // After it has been painted.
    requestAnimationFrame(() => setTimeout(() => (firstLookDone(), prefetchApp())))
  }
  if (!("session" in started)) return
  const { App } = await loadedFrom(importApp)
  root.render(<App config={config} session={started.session} />)
}

const importApp = () => import("./app/app.tsx")

/** Where it does not come, that is told when it is needed. */
function prefetchApp(): void {
  importApp().catch(() => undefined)
}

start().catch((error: unknown) => {
  console.error(error)
  root.render(<StartFailed error={error} />)
})
