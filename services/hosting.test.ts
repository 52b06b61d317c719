import { type Synthesised, synthesise } from "@darkroom/local"
import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import vm from "node:vm"
import { beforeAll, describe, expect, it } from "vitest"
import { fixed } from "../bench/monthly-cost.ts"

// What CloudFront, WAF and Cognito are told by a stage on AWS; the functions at the edge are run as they are.

const root = join(import.meta.dirname, "..")
let resources: Synthesised["resources"]
beforeAll(async () => {
  const options = { root, stage: "preview", cache: join(root, ".darkroom") }
  ;({ resources } = await synthesise(options))
})

/** What one resource was told, and what it became. */
function named<Properties = Record<string, string>>(name: string): Properties {
  const found = resources.find((resource) => resource.name === name)
  if (!found) throw new Error(`no ${name} among ${resources.map((resource) => resource.name).join(", ")}`)
  return { ...found.inputs, ...found.state } as Properties
}
const page = () => new URL(`https://${named("RouterCdnDistribution")["domainName"]}`)
/** What the build of this stage is given; the built page itself is that of the stage that was evaluated last. */
const config = () =>
  JSON.parse(named<{ environment: Record<string, string> }>("PageBuilder").environment["DARKROOM_CONFIG"]!)

interface EdgeEvent {
  request: { uri: string; headers: Record<string, { value: string }>; cookies: object; querystring: object }
  response: { headers: Record<string, { value: string }> }
}

interface UploadedFile {
  key: string
  source: string
  cacheControl: string
}

/** Runs a CloudFront Function, and tells where it sends the request. */
async function atEdge(name: string, uri: string, sent: Record<string, string> = {}) {
  const origins: string[] = []
  const cf = {
    kvs: () => ({
      get: async (key: string) => keyValues()[key] ?? (await Promise.reject(new Error(`no ${key}`))),
    }),
    updateRequestOrigin: ({ domainName }: { domainName: string }) => void origins.push(domainName),
  }
  const code = String(named(name)["code"]).replace('import cf from "cloudfront";', "")
  const event: EdgeEvent = {
    request: { uri, headers: valuesOf({ host: page().host, ...sent }), cookies: {}, querystring: {} },
    response: { headers: {} },
  }
  await vm.runInNewContext(`${code}; handler(event)`, { cf, event })
  return { ...event, origin: origins.at(-1) }
}

function valuesOf(headers: Record<string, string>): EdgeEvent["request"]["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }]))
}

interface KeyValue {
  namespace: string
  entries: Record<string, string>
  key: string
  entry: string
}

/** What SST's providers would have written to the router's store. */
function keyValues(): Record<string, string> {
  const values: Record<string, string> = {}
  const routes: Record<string, string[]> = {}
  for (const { name, inputs } of resources) {
    const { namespace, entries, key, entry } = inputs as unknown as KeyValue
    if (name.endsWith("KvKeys"))
      for (const [path, value] of Object.entries(entries)) values[`${namespace}:${path}`] = value
    if (name.endsWith("KvRoutesUpdate")) (routes[`${namespace}:${key}`] ??= []).push(entry)
  }
  for (const [key, list] of Object.entries(routes)) values[key] = JSON.stringify(list)
  return values
}

interface Distribution {
  readonly defaultCacheBehavior: {
    readonly responseHeadersPolicyId: string
    readonly functionAssociations: readonly { readonly eventType: string }[]
  }
  readonly orderedCacheBehaviors?: readonly object[]
}
const distribution = () => named<Distribution>("RouterCdnDistribution")

interface HeadersPolicy {
  readonly securityHeadersConfig: { readonly contentSecurityPolicy: { readonly contentSecurityPolicy: string } }
  readonly customHeadersConfig: { readonly items: readonly { readonly header: string; readonly value: string }[] }
}
const answerHeaders = () => named<HeadersPolicy>("SecurityHeaders")

describe("the page", () => {
  it("is built with the addresses of its app", () => {
    expect(config()).toMatchObject({
      apiUrl: "api",
      auth: { issuer: expect.stringContaining("cognito-idp"), clientId: expect.stringContaining("Web") },
      realtime: { url: expect.stringMatching(/^wss:.*\/mqtt$/), topic: "darkroom/preview/users" },
      tiles: null,
    })
  })

  it("is uploaded whole; what has a digest in its name is kept for good, the rest is asked for again", () => {
    const { files } = named<{ files: UploadedFile[] }>("PageAssetFiles.sst.aws.BucketFiles")
    const caching = Object.fromEntries(files.map(({ key, cacheControl }) => [key, cacheControl]))
    expect(caching).toMatchObject({ "index.html": "no-cache", "config.json": "no-cache", "sample.jpg": "no-cache" })
    const assets = files.filter(({ key }) => key.startsWith("assets/"))
    expect(assets.length).toBeGreaterThan(5)
    for (const { key, cacheControl } of assets) expect(`${key}: ${cacheControl}`).toContain("immutable")
    for (const { source } of files) expect(existsSync(source)).toBe(true)
  })

  it.each([
    ["/", "/index.html"],
    ["/callback", "/index.html"],
    ["/albums/0f3f9d9a", "/index.html"],
    ["/photos/a.b", "/index.html"],
    ["/config.json", "/config.json"],
    ["/assets/app-1.js", "/assets/app-1.js"],
  ])("answers %s with %s of its bucket", async (uri, file) => {
    const { request, origin } = await atEdge("RouterCloudfrontFunctionRequest", uri)
    expect(request.uri).toBe(file)
    expect(origin).toBe(named("PageAssetsBucket")["bucketRegionalDomainName"])
  })

  it.each(["/api/me", "/api/photos/1"])("hands %s to its API, which knows nothing of the prefix", async (uri) => {
    const { request, origin } = await atEdge("RouterCloudfrontFunctionRequest", uri)
    expect(request.uri).toBe(uri.slice("/api".length))
    expect(`https://${origin}`).toBe(resources.find(({ type }) => type.endsWith(":Api"))!.state["apiEndpoint"])
  })
})

describe("its policy", () => {
  const policy = () => {
    const text = answerHeaders().securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy
    return Object.fromEntries(text.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1)]))
  }

  it("lets it talk to its API, login, realtime endpoint and photos, and to nobody else", () => {
    const { auth, realtime } = config()
    const bucket = `https://${named("PhotosBucket")["bucketRegionalDomainName"]}`
    const login = new URL(auth.logoutUrl).origin
    expect(policy()["connect-src"]?.toSorted()).toEqual(
      ["'self'", bucket, new URL(auth.issuer).origin, login, new URL(realtime.url).origin].toSorted(),
    )
    expect(policy()["img-src"]).toEqual(["'self'", "data:", "blob:", bucket])
    expect(policy()["media-src"]).toEqual(["'self'", "blob:", bucket])
  })

  it("runs no inline code and lets nobody embed it", () => {
    expect(policy()).toMatchObject({
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "frame-ancestors": ["'none'"],
    })
    const { securityHeadersConfig, customHeadersConfig } = answerHeaders()
    expect(securityHeadersConfig).toMatchObject({
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: "same-origin", override: true },
    })
    const custom = Object.fromEntries(customHeadersConfig.items.map(({ header, value }) => [header, value]))
    expect(custom).toMatchObject({
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "permissions-policy": expect.stringContaining("camera=()"),
    })
  })

  it("is on errors too: CloudFront adds it, and no function that errors skip", () => {
    const { defaultCacheBehavior: behavior } = distribution()
    expect(behavior.responseHeadersPolicyId).toBe(named("SecurityHeaders")["id"])
    expect(distribution().orderedCacheBehaviors ?? []).toEqual([])
    expect(behavior.functionAssociations.map(({ eventType }) => eventType)).toEqual(["viewer-request"])
  })
})

describe("who may come", () => {
  it("passes AWS's managed rules and a rate for each address first", () => {
    expect(named("RouterCdnDistribution")["webAclId"]).toBe(named("RouterWaf")["arn"])
    const { rules } = named<{ rules: { name: string; statement: object }[] }>("RouterWaf")
    expect(rules.map(({ name }) => name)).toEqual([
      "RateLimitPerIP",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesSQLiRuleSet",
    ])
    expect(rules[0]!.statement).toEqual({ rateBasedStatement: { aggregateKeyType: "IP", limit: 3000 } })
  })

  it("reaches the API by CloudFront alone, which sends a secret that the API knows, whatever the viewer sends", async () => {
    const { environment } = named<{ environment: { variables: Record<string, string> } }>("GalleryApiFunction")
    const secret = environment.variables["DARKROOM_ORIGIN_SECRET"]
    expect(secret).toMatch(/.{32}/)
    const { request } = await atEdge("RouterCloudfrontFunctionRequest", "/api/me", { "x-darkroom-origin": "guessed" })
    expect(request.headers["x-darkroom-origin"]).toEqual({ value: secret })
  })

  it("uploads from the page's own origin alone", () => {
    expect(named("PhotosCors")["corsRules"]).toMatchObject([
      { allowedOrigins: [page().origin], allowedMethods: ["GET", "POST"] },
    ])
  })

  it("logs in on the page's own addresses, by authorization code alone", () => {
    const client = resources.find(({ type }) => type.endsWith(":UserPoolClient"))!.inputs
    expect(client).toMatchObject({ allowedOauthFlows: ["code"], callbackUrls: [`${page()}`, `${page()}callback`] })
    expect(client["generateSecret"]).toBe(false)
  })

  it("gives a new refresh token for each that is used", () => {
    const client = resources.find(({ type }) => type.endsWith(":UserPoolClient"))!.inputs
    expect(client["refreshTokenRotation"]).toMatchObject({ feature: "ENABLED" })
    expect(client["explicitAuthFlows"]).toEqual(["ALLOW_USER_SRP_AUTH"])
  })
})

it("has as many queues polled as the cost tables of docs/deploy.md count", () => {
  const mappings = resources.filter(({ type }) => type.endsWith(":EventSourceMapping"))
  expect(mappings.length).toBe(fixed.mappings)
})

it("loads without SST's components: SST loads sst.config.ts once before it installs them", () => {
  const sources = globSync("stacks/**/*.ts", { cwd: root, exclude: ["**/node_modules/**"] })
  const early = sources.filter((file) => /^import [^;]*from "@pulumi\//m.test(readFileSync(join(root, file), "utf8")))
  expect([sources.length > 20, early]).toEqual([true, []])
})
