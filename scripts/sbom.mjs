// Writes a software bill of materials (CycloneDX) of all packages that functions and the page may contain, from pnpm-lock.yaml:
//   npm run sbom [-- <file>]
// The pnpm of package.json has no `sbom`; a later one reads the same lockfile.
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { problemsOfSbom } from "./check-sbom.mjs"

const PNPM = "pnpm@12.21.0"
/** With native code: what is most likely to need a patch. Functions on AWS install the packages for linux-arm64. */
const NATIVE = ["sharp", "@img/sharp-linux-arm64", "node-av", "@seydx/node-av-linux-arm64", "libheif-js"]

const root = fileURLToPath(new URL("..", import.meta.url))
const file = process.argv[2] ?? join(root, "dist/sbom.cdx.json")
const options = ["--lockfile-only", "--prod", "--sbom-format", "cyclonedx", "--sbom-spec-version", "1.6"]
const { status, stdout, stderr, error } = spawnSync(
  "npx",
  ["--yes", "--prefer-offline", PNPM, "sbom", ...options, "--sbom-type", "application"],
  // It would change to the pnpm of package.json.
  { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28, env: { ...process.env, pnpm_config_pm_on_fail: "ignore" } },
)
if (status !== 0) {
  console.error(error ? `npx could not be started: ${error.message}` : `${PNPM} sbom failed: ${stderr || stdout}`)
  process.exit(1)
}
const sbom = JSON.parse(stdout)
const problems = problemsOfSbom(sbom, NATIVE)
for (const problem of problems) console.error(`The SBOM is wrong: ${problem}`)
if (problems.length > 0) process.exit(1)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, stdout)
console.log(`${sbom.components.length} packages: ${file}`)
