import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router"
import { filtersOf } from "../search/filters.ts"
import { Shell } from "./shell.tsx"

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface HistoryState {
    /** Set where a photo was opened from a list: going back leads to it. */
    overList?: boolean
  }
}

// The shell draws the lists itself: the one below an open photo must stay as it was, with its place and its selection.
const root = createRootRoute({ component: Shell, notFoundComponent: () => null })
const all = createRoute({ getParentRoute: () => root, path: "/" })
const albums = createRoute({ getParentRoute: () => root, path: "/albums" })
const album = createRoute({ getParentRoute: () => root, path: "/albums/$albumId" })
const search = createRoute({ getParentRoute: () => root, path: "/search", validateSearch: filtersOf })
const backfills = createRoute({ getParentRoute: () => root, path: "/backfills" })
const photo = createRoute({ getParentRoute: () => root, path: "/photos/$photoId" })
const callback = createRoute({
  getParentRoute: () => root,
  path: "/callback",
  beforeLoad: () => redirect({ to: "/", replace: true, throw: true }),
})

/** The page's routes, below the path that the page lies at. */
export function createAppRouter(base: string = document.baseURI) {
  return createRouter({
    routeTree: root.addChildren([all, albums, album, search, backfills, photo, callback]),
    basepath: new URL(".", base).pathname,
    defaultPreload: false,
    // A photo lies over the list that was there, which must not move.
    scrollRestoration: ({ location }) => !location.pathname.startsWith("/photos/"),
  })
}
