import { api } from "./gallery.ts"
import { hosted } from "./hosted.ts"
import { live } from "./realtime.ts"
import { issuer, loginUrl } from "./identity.ts"
import { DEV_PAGE, realtimeEndpoint, router, tiles } from "./site.ts"
import { webClient, webScopes } from "./web-client.ts"

/** What the page has to know of the app; packages/web/src/config.ts reads it. Addresses may be relative to the page. */
const config = {
  apiUrl: "api",
  auth: { issuer, clientId: webClient.id, scopes: webScopes, logoutUrl: $interpolate`${loginUrl}/logout` },
  realtime: {
    url: $interpolate`wss://${realtimeEndpoint}/mqtt`,
    authorizer: live.authorizer,
    topic: `${$app.name}/${$app.stage}/users`,
  },
  tiles,
  sampleUrl: "sample.jpg",
}

if (hosted) {
  new sst.aws.StaticSite("Page", {
    path: "packages/web",
    build: { command: "npm run build", output: "dist" },
    // In `sst dev` Vite hands on what the page asks of its API, as the router does.
    environment: { DARKROOM_CONFIG: $jsonStringify(config), ...($dev ? { DARKROOM_API_URL: api.url } : {}) },
    ...(router ? { router: { instance: router } } : {}),
    dev: { title: "web", command: `npm run dev -- --port ${new URL(DEV_PAGE).port} --strictPort`, url: DEV_PAGE },
    // Types of import.meta.env, which the page does not use.
    vite: { types: "../../.sst/web-env.d.ts" },
    // Its files come from the page's own origin; nobody else reads them.
    transform: { assets: { cors: false } },
    assets: {
      fileOptions: [
        { files: "**", cacheControl: "no-cache" },
        { files: "assets/**", cacheControl: "public, max-age=31536000, immutable" },
      ],
    },
  })
}
