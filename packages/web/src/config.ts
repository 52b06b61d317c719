import { createContext, use } from "react"

/** Raster tiles of 256 pixels, as most tile servers give them. https://wiki.openstreetmap.org/wiki/Raster_tile_providers */
export interface MapTiles {
  /** Template with {z}, {x} and {y}. */
  readonly url: string
  /** Whom each map names: text, or HTML of which links are kept. Empty where nobody asks for it. */
  readonly attribution: string
}

/** What the page is told by `config.json`, which lies beside index.html. */
export interface Config {
  readonly apiUrl: string
  readonly auth: {
    readonly issuer: string
    readonly clientId: string
    readonly scopes: readonly string[]
    /** Where the provider ends its own session; asked of the provider's metadata where it is not given. */
    readonly logoutUrl?: string
  }
  readonly realtime: { readonly url: string; readonly authorizer: string; readonly topic: string } | null
  /** Pictures for the maps; null where there are none, and so no maps. */
  readonly tiles: MapTiles | null
  /** A photo to try the gallery with. */
  readonly sampleUrl?: string
}

/** Thrown when config.json is missing or makes no sense: the page cannot know its API then. */
export class ConfigError extends Error {
  override readonly name = "ConfigError"
}

/** Reads config.json from beside the page. */
export async function loadConfig(base: string = document.baseURI, send: typeof fetch = fetch): Promise<Config> {
  const url = new URL("config.json", base)
  const response = await send(url, { cache: "no-cache" }).catch((cause: unknown) => {
    throw new ConfigError(`${url.pathname} cannot be reached.`, { cause })
  })
  if (!response.ok) throw new ConfigError(`${url.pathname} answered ${response.status}.`)
  const config = await response.json().catch((cause: unknown) => {
    throw new ConfigError(`${url.pathname} is no JSON.`, { cause })
  })
  return checkedConfig(config, base)
}

/** The configuration with its addresses made absolute; throws ConfigError where something is missing. */
export function checkedConfig(value: unknown, base: string): Config {
  const config = value as Partial<Config> | null
  const missing = [
    config?.apiUrl ? "" : "apiUrl",
    config?.auth?.issuer ? "" : "auth.issuer",
    config?.auth?.clientId ? "" : "auth.clientId",
  ].filter(Boolean)
  if (!config?.apiUrl || !config.auth || missing.length > 0)
    throw new ConfigError(`config.json has no ${missing.join(", ")}.`)
  return {
    ...config,
    apiUrl: new URL(config.apiUrl, base).href.replace(/\/$/, ""),
    auth: { ...config.auth, scopes: config.auth.scopes ?? ["openid", "profile", "email"] },
    realtime: config.realtime ?? null,
    tiles: config.tiles ? checkedTiles(config.tiles, base) : null,
  }
}

function checkedTiles({ url, attribution }: Partial<MapTiles>, base: string): MapTiles {
  if (typeof attribution !== "string") throw new ConfigError("config.json has no tiles.attribution.")
  if (typeof url !== "string" || ["{z}", "{x}", "{y}"].some((part) => !url.includes(part)))
    throw new ConfigError("config.json's tiles.url is no template with {z}, {x} and {y}.")
  if (!URL.canParse(url, base)) throw new ConfigError("config.json's tiles.url is no URL.")
  // In a path a URL has its braces encoded.
  return { url: new URL(url, base).href.replaceAll(/%7B([\w-]+)%7D/gi, "{$1}"), attribution }
}

export const ConfigContext = createContext<Config | null>(null)

/** The page's configuration. */
export function useConfig(): Config {
  const config = use(ConfigContext)
  if (!config) throw new Error("useConfig() outside of ConfigContext")
  return config
}
