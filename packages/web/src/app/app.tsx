import { GalleryError, galleryClient } from "@darkroom/gallery-api/client"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { useState } from "react"
import { ClientContext } from "../api.ts"
import { authorizedFetch } from "../auth/authorized-fetch.ts"
import { SessionContext } from "../auth/session-context.ts"
import type { Session } from "../auth/session.ts"
import { UserContext } from "../auth/use-user.ts"
import { type Config, ConfigContext } from "../config.ts"
import { createAppRouter } from "./router.tsx"

const MOST_RETRIES = 2

/** The gallery of one who is signed in. */
export function App({ config, session }: { readonly config: Config; readonly session: Session }) {
  const [{ router, queries, client }] = useState(() => partsOf(config, session))
  return (
    <ConfigContext value={config}>
      <SessionContext value={session}>
        <UserContext value={session.state().user}>
          <ClientContext value={client}>
            <QueryClientProvider client={queries}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </ClientContext>
        </UserContext>
      </SessionContext>
    </ConfigContext>
  )
}

function partsOf({ apiUrl }: Config, session: Session) {
  const client = galleryClient({ url: apiUrl, token: session.token, fetch: authorizedFetch(session) })
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry } } })
  return { client, queries, router: createAppRouter() }
}

/** What the API has refused it refuses again; the network may come back. */
function retry(failures: number, error: Error): boolean {
  const refused = error instanceof GalleryError && error.status < 500
  return !refused && failures < MOST_RETRIES
}
