// Installs what package.json and pnpm-lock.yaml say, with the pnpm of package.json. Runs on the Node that the user has, before there is
// any other: `npm start` and `npm test` begin with it. Where all is there already, it needs no network and takes no time.
//   node scripts/install.mjs [--update-lockfile]
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { delimiter, join, sep } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const update = process.argv.includes("--update-lockfile")
const textOf = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined)

/** pnpm keeps a copy of the lockfile that it has installed. */
function isInstalled() {
  return textOf("node_modules/.pnpm/lock.yaml") === textOf("pnpm-lock.yaml")
}

if (update || !isInstalled()) {
  const { packageManager } = JSON.parse(textOf("package.json"))
  // In CI pnpm would refuse to change the lockfile by itself.
  const lockfile = update ? "--no-frozen-lockfile" : "--frozen-lockfile"
  // npx is of the Node that the user has, and so are its settings, a company's certificates among them; node_modules/.bin has another Node.
  const isOwn = (folder) => folder.endsWith(`${sep}node_modules${sep}.bin`)
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => !isOwn(folder))
  console.log(`installing packages with ${packageManager} (once, up to a minute)`)
  const { status, output, error } = spawnSync(
    "npx",
    ["--yes", packageManager, "install", lockfile, "--prefer-offline"],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, PATH: path.join(delimiter) },
    },
  )
  // What they print of a success reads like a failure: npm warns of pnpm's settings, and pnpm of a program that comes with the next step.
  if (status !== 0) console.error(error ? `npx could not be started: ${error.message}` : output.join(""))
  process.exitCode = status ?? 1
}
