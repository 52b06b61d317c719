import { fileURLToPath } from "node:url"
import react from "@vitejs/plugin-react"
import { defineConfig, mergeConfig, type Plugin, type UserConfig } from "vite"
import { configFile } from "./config-file.ts"

export interface WebOptions {
  /** Path at which the page is served, with a slash at both ends; its addresses reach deeper than its files do. */
  readonly base: string
}

/** How the page is built. Its files name each other relatively; where it lies stands in index.html alone. */
export function webConfig({ base }: WebOptions): UserConfig {
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    base: "./",
    plugins: [react(), baseElement(base)],
    build: {
      // Everything that the page uses is there since: light-dark(), Promise.withResolvers(), Iterator helpers.
      target: ["chrome131", "firefox132", "safari18.4"],
      // A strict content security policy allows no data: in fonts, scripts or styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // In kB. Maps need more than a megabyte, which is loaded with the first photo that shows one.
      chunkSizeWarningLimit: 1200,
      rolldownOptions: {
        output: { codeSplitting: { groups: [...CHUNKS, SHELL], includeDependenciesRecursively: false } },
      },
    },
  }
}

/** What changes with the dependencies alone, so that browsers keep it when the page changes. */
const CHUNKS = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
  { name: "oidc", test: /node_modules\/(oidc-client-ts|jwt-decode)\// },
  {
    name: "tanstack",
    test: /node_modules\/(@tanstack\/(react-router|router-core|history|store|react-store|react-query|query-core)|use-sync-external-store)\//,
  },
]

/** What the shell has in common with parts that come later; a file for each of these would be larger than what is in it. */
const SHELL = {
  name: "shell",
  test: /src\/((api|each-of|queries|toasts)\.ts|app\/list-place\.ts|search\/filters\.ts|gallery\/format\/quantities\.ts|ui\/(menu|popover)\.)/,
}

function baseElement(base: string): Plugin {
  return {
    name: "darkroom-base",
    transformIndexHtml: { order: "pre", handler: (html) => html.replace("%BASE%", base) },
  }
}

/** In `sst dev`: the page's own /api is the stage's API, as behind its router. */
function proxy(apiUrl: string | undefined): UserConfig["server"] {
  if (!apiUrl) return {}
  return { proxy: { "/api": { target: apiUrl, changeOrigin: true, rewrite: (path) => path.replace(/^\/api/, "") } } }
}

// As the stacks build it: for a host of its own, told by the environment where its API is.
export default defineConfig(
  mergeConfig(webConfig({ base: "/" }), {
    plugins: [configFile(process.env["DARKROOM_CONFIG"])],
    server: proxy(process.env["DARKROOM_API_URL"]),
  }),
)
