// Runs in a process of its own: evaluates sst.config.ts with SST's own components under Pulumi's mocks and writes every
// resource to a file. What SST's CLI does to a config before it hands it to Pulumi is repeated here.
//   node program.ts <root of the app> <stage> <output file> [dev]
import crypto from "node:crypto"
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { join, resolve } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { SynthResource } from "./mocks.ts"

const [rootArgument = "", stage = "", outputArgument = "", mode] = process.argv.slice(2)
const [root, output] = [resolve(rootArgument), resolve(outputArgument)]
/** As `sst dev` evaluates it. */
const isDev = mode === "dev"
const platform = join(root, ".sst/platform")

interface BuildRequest {
  functionID: string
  handler: string
  links: Record<string, unknown>
}
const builds: BuildRequest[] = []

/** SST's components call back into its CLI, to bundle functions among other things. */
async function startRpc(): Promise<void> {
  const server = http.createServer((request, response) => void answer(request, response))
  // A site's build holds up this process for longer than the 5 s after which the server would end connections that are in use again.
  server.keepAliveTimeout = 0
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  process.env["SST_SERVER"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { method, params } = JSON.parse(await text(request)) as { method: string; params: BuildRequest[] }
  response.end(JSON.stringify({ result: method === "Runtime.Build" && params[0] ? builtOf(params[0]) : {} }))
}

/** Functions run from their TypeScript, so there is nothing to bundle; SST wants to zip something. */
function builtOf(build: BuildRequest) {
  builds.push(build)
  const out = join(root, ".sst/artifacts", build.functionID)
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, "index.mjs"), "export const handler = () => {}\n")
  return { handler: build.handler, out, errors: [], sourcemaps: [] }
}

const entry = `
  import * as pulumi from "@pulumi/pulumi"
  import { mocks } from ${JSON.stringify(join(fileURLToPath(import.meta.url), "../mocks.ts"))}
  import { keepOutputs } from ${JSON.stringify(join(fileURLToPath(import.meta.url), "../component-outputs.ts"))}
  const resources = []
  const components = []
  keepOutputs(pulumi, components)
  const config = (await import(${JSON.stringify(join(root, "sst.config.ts"))})).default
  const stage = ${JSON.stringify(stage)}
  globalThis.$app = { protect: false, watch: [], providers: {}, home: "local", removal: "remove", ...config.app({ stage }), stage }
  pulumi.runtime.setMocks(mocks(resources), $app.name, stage, false, "organization")
  globalThis.sst = await import(${JSON.stringify(join(platform, "src/components/index.ts"))})
  globalThis.aws = aws
  const { run } = await import(${JSON.stringify(join(platform, "src/auto/run.ts"))})
  await pulumi.runtime.runInPulumiStack(() => run(config.run))
  await pulumi.runtime.disconnect()
  export default { app: { name: $app.name, stage }, resources, components }
`

async function bundle(): Promise<{ file: string; inputs: string[] }> {
  const esbuild = (await import(pathToFileURL(join(platform, "node_modules/esbuild/lib/main.js")).href)) as {
    build(options: object): Promise<{ metafile: { inputs: Record<string, unknown> } }>
  }
  // Another process may evaluate the same app at the same time.
  const file = join(platform, `darkroom.${stage}.${process.pid}.mjs`)
  const result = await esbuild.build({
    stdin: { contents: entry, resolveDir: platform, loader: "ts" },
    outfile: file,
    bundle: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    logLevel: "error",
    absWorkingDir: root,
    external: externals,
    define: {
      $app: "globalThis.$app",
      $dev: String(isDev),
      $cli: JSON.stringify({
        command: isDev ? "dev" : "deploy",
        dev: isDev,
        state: { version: {} },
        paths: { home: join(root, ".sst"), root, work: join(root, ".sst"), platform },
      }),
    },
    inject: [join(platform, "src/shim/run.js")],
    banner: { js: banner },
  })
  return {
    file,
    inputs: Object.keys(result.metafile.inputs)
      .filter(isOwn)
      .map((input) => resolve(root, input)),
  }
}

// The packages that SST's CLI leaves to node_modules as well.
const externals = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@aws-sdk/*",
  "@smithy/*",
  "@cloudflare/*",
  "esbuild",
  "archiver",
  "glob",
  "undici",
  "prettier",
  "typescript",
  "ts-node",
  "aws4fetch",
  "unenv",
  "vite",
  "lightningcss",
  "acorn",
  "acorn-walk",
]

const banner = [
  'import * as aws from "@pulumi/aws";',
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  'import { fileURLToPath as __toPath } from "node:url"; const __filename = __toPath(import.meta.url);',
  'const __dirname = __filename.slice(0, __filename.lastIndexOf("/"));',
].join("\n")

function isOwn(input: string): boolean {
  return (
    !input.includes("node_modules/") &&
    !input.includes(".sst/") &&
    input !== "<stdin>" &&
    existsSync(resolve(root, input))
  )
}

/** What a command in a folder may have read: all that is no package, no build of its own and hidden from nobody. */
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\/(node_modules|dist|\.[^/]*)\//.test(file.slice(folder.length)))
}

// Physical names end in random letters; state is found again only if they are the same on every run.
crypto.randomBytes = (size: number) => Buffer.alloc(size)

await startRpc()
// SST's helpers look for credentials; none of these ever leaves the machine.
Object.assign(process.env, { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" })
const { file, inputs } = await bundle()
process.once("exit", () => rmSync(file, { force: true }))
const { default: synthesised } = (await import(pathToFileURL(file).href)) as { default: { resources: SynthResource[] } }
mkdirSync(join(output, ".."), { recursive: true })
const built = synthesised.resources.flatMap(({ type, inputs }) =>
  type === "command:local:Command" ? [String(inputs["dir"])] : [],
)
writeFileSync(output, JSON.stringify({ ...synthesised, builds, inputs: [...inputs, ...built.flatMap(sourcesIn)] }))
process.exit(0)
