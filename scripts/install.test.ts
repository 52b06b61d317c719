import { spawnSync } from "node:child_process"
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { expect, it, onTestFinished } from "vitest"

/** A checkout with that lockfile, and a copy of the one that was installed; in its PATH an npx that notes what it is told, and exits with `status`. */
function checkout({ lockfile, installed, status = 0 }: { lockfile: string; installed?: string; status?: number }) {
  const root = mkdtempSync(join(tmpdir(), "darkroom-install-"))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const [bin, own] = [join(root, "bin"), join(root, "node_modules/.bin")]
  for (const folder of ["scripts", "bin", "node_modules/.bin", "node_modules/.pnpm"])
    mkdirSync(join(root, folder), { recursive: true })
  cpSync(join(import.meta.dirname, "install.mjs"), join(root, "scripts/install.mjs"))
  writeFileSync(join(root, "package.json"), JSON.stringify({ packageManager: "pnpm@1.2.3" }))
  writeFileSync(join(root, "pnpm-lock.yaml"), lockfile)
  if (installed !== undefined) writeFileSync(join(root, "node_modules/.pnpm/lock.yaml"), installed)
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/sh\necho "$@" > ${root}/told\necho "$PATH" > ${root}/path\necho "npm warn odd" >&2\nexit ${status}\n`,
  )
  chmodSync(join(bin, "npx"), 0o755)
  const env = { ...process.env, PATH: [own, bin, process.env["PATH"]].join(delimiter) }
  return {
    own,
    run: (...args: string[]) =>
      spawnSync(process.execPath, ["scripts/install.mjs", ...args], { cwd: root, env }).status,
    printed: () => {
      const { stdout, stderr } = spawnSync(process.execPath, ["scripts/install.mjs"], {
        cwd: root,
        env,
        encoding: "utf8",
      })
      return { stdout, stderr }
    },
    noted: (file: "told" | "path") =>
      existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8").trim() : undefined,
  }
}

it("does nothing where what the lockfile says is installed", () => {
  const { run, noted } = checkout({ lockfile: "one", installed: "one" })
  expect([run(), noted("told")]).toEqual([0, undefined])
})

it.each([undefined, "older"])("installs by the lockfile where %s is installed", (installed) => {
  const { run, noted } = checkout({ lockfile: "one", ...(installed === undefined ? {} : { installed }) })
  expect([run(), noted("told")]).toEqual([0, "--yes pnpm@1.2.3 install --frozen-lockfile --prefer-offline"])
})

it("writes the lockfile when it is told to, whatever is installed", () => {
  const { run, noted } = checkout({ lockfile: "one", installed: "one" })
  expect([run("--update-lockfile"), noted("told")]).toEqual([
    0,
    "--yes pnpm@1.2.3 install --no-frozen-lockfile --prefer-offline",
  ])
})

it("takes the user's own npx and Node, not those of the checkout", () => {
  const { run, noted, own } = checkout({ lockfile: "one" })
  run()
  expect(noted("path")).not.toContain(own)
})

it("fails as pnpm fails", () => {
  expect(checkout({ lockfile: "one", status: 7 }).run()).toBe(7)
})

it("says in a line what it does, and what its tools print only where they fail", () => {
  const well = checkout({ lockfile: "one" }).printed()
  expect(well).toEqual({ stdout: "installing packages with pnpm@1.2.3 (once, up to a minute)\n", stderr: "" })
  expect(checkout({ lockfile: "one", status: 7 }).printed().stderr).toContain("npm warn odd")
})
