import { API_PREFIX, type Graph, LIVE_PATH, localAddresses, PAGE_PREFIX, siteServer } from "@darkroom/local"
import { sampleImagePath } from "@darkroom/vision"
import { webSourcesHash } from "@darkroom/web/build"
import { mapTiles, tilesOrigins } from "@darkroom/web/map-tiles"
import { securityHeaders } from "@darkroom/web/security-headers"
import { execFile } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** Builds the gallery where its sources changed, and serves it with the app's addresses; undefined where the app has no API for it. */
export async function gallerySite(
  graph: Graph,
  folder: string,
  { origin, log }: { origin: () => string; log: (line: string) => void },
) {
  if (galleryConfig(graph, "") === undefined) return undefined
  await buildOnce(folder, log)
  const sample = sampleImagePath()
  return siteServer({
    folder,
    prefix: PAGE_PREFIX,
    origin,
    headers: pageHeaders(),
    files: {
      "config.json": () => ({ type: "application/json", body: JSON.stringify(galleryConfig(graph, origin())) }),
      "sample.jpg": () => ({ type: "image/jpeg", body: readFileSync(sample) }),
    },
  })
}

/** S3, the API and the login are the page's own origin here. */
export function pageHeaders() {
  const tiles = tilesOrigins(mapTiles(process.env))
  return securityHeaders({ connect: ["ws://127.0.0.1:*", "ws://localhost:*", ...tiles], images: [] })
}

async function buildOnce(folder: string, log: (line: string) => void): Promise<void> {
  const mark = join(folder, ".sources")
  const hash = await webSourcesHash()
  if (existsSync(mark) && readFileSync(mark, "utf8") === hash) return
  log("building the gallery")
  const program = fileURLToPath(import.meta.resolve("@darkroom/web/build-page"))
  await promisify(execFile)(process.execPath, [program, folder, PAGE_PREFIX])
  writeFileSync(mark, hash)
}

/** What the page has to know of an engine at `origin`; undefined where the app has no gallery. */
export function galleryConfig({ app, apis, userPools, realtimes }: Graph, origin: string) {
  const api = apis.find(({ id }) => id === "Gallery")
  const [pool] = userPools
  const client = pool?.clients.find(({ id }) => id === "Web")
  const [live] = realtimes
  if (!api || !pool || !client) return undefined
  const issuer = localAddresses(pool.issuer, origin)
  return {
    apiUrl: origin + API_PREFIX + api.apiId,
    auth: {
      issuer,
      clientId: client.clientId,
      scopes: client.scopes,
      logoutUrl: `${issuer}/logout`,
    },
    realtime: live
      ? {
          url: `${origin.replace(/^http/, "ws")}${LIVE_PATH}`,
          authorizer: live.authorizerName,
          topic: `${app.name}/${app.stage}/users`,
        }
      : null,
    tiles: mapTiles(process.env),
    sampleUrl: "sample.jpg",
  }
}
