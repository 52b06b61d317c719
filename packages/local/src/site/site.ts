import { readFileSync } from "node:fs"
import type http from "node:http"
import { extname, join, normalize, sep } from "node:path"

export interface SiteOptions {
  /** The built page. */
  readonly folder: string
  /** Where it is served, with slashes at both ends. */
  readonly prefix: string
  /** Files that are not in the folder, by name, such as the page's configuration. */
  readonly files: Readonly<Record<string, () => { readonly type: string; readonly body: string | Uint8Array }>>
  /** On every answer, such as the page's policy. */
  readonly headers: Readonly<Record<string, string>>
  /** The page's own origin: who came by another name of this machine is sent there. */
  readonly origin?: () => string
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
}

/** Serves a page whose addresses are the browser's own business: what is no file is the page. False for what is not under its prefix. */
export function siteServer({ folder, prefix, files, headers, origin }: SiteOptions) {
  const send = sender(headers)
  return (request: http.IncomingMessage, response: http.ServerResponse): boolean => {
    const path = request.url?.split("?")[0] ?? "/"
    if (path === prefix.slice(0, -1)) return redirect(response, prefix)
    if (!path.startsWith(prefix)) return false
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, "text/plain", "GET only.\n")
    const own = origin?.()
    if (own !== undefined && `http://${request.headers.host}` !== own) return redirect(response, own + request.url)
    const name = decoded(path.slice(prefix.length))
    const given = files[name]?.()
    if (given) return send(response, 200, given.type, given.body)
    const body = name === "" ? undefined : readWithin(folder, name)
    if (body) return send(response, 200, TYPES[extname(name)] ?? "application/octet-stream", body, cacheOf(name))
    if (extname(name) !== "") return send(response, 404, "text/plain", "There is no such file.\n")
    return send(response, 200, TYPES[".html"] ?? "", readFileSync(join(folder, "index.html")))
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Nothing outside of the folder, however the path is written. */
function readWithin(folder: string, name: string): Buffer | undefined {
  const path = normalize(join(folder, name))
  if (!path.startsWith(folder + sep)) return undefined
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Built files have a digest of what they hold in their names. */
function cacheOf(name: string): string {
  return name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache"
}

function redirect(response: http.ServerResponse, location: string): true {
  response.writeHead(308, { location }).end()
  return true
}

function sender(headers: SiteOptions["headers"]) {
  return (
    response: http.ServerResponse,
    status: number,
    type: string,
    body: string | Uint8Array,
    cache = "no-store",
  ): true => {
    response.writeHead(status, { ...headers, "content-type": type, "cache-control": cache }).end(body)
    return true
  }
}
