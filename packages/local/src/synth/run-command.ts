import { spawnSync } from "node:child_process"

/** Inputs of a command:local:Command. https://www.pulumi.com/registry/packages/command/api-docs/local/command/ */
export interface Command {
  readonly create?: string
  readonly dir?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs what the app would run on the machine that deploys it, such as the build of a site. Throws with the end of its output where it fails. */
export function runCommand({ create, dir, environment }: Command): { stdout: string; stderr: string } {
  if (create === undefined) return { stdout: "", stderr: "" }
  const { status, error, stdout, stderr } = spawnSync(create, {
    shell: true,
    cwd: dir,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 64_000_000,
  })
  if (status !== 0)
    throw new Error(`"${create}" in ${dir} failed: ${error?.message ?? (stderr || stdout).slice(-4000)}`)
  return { stdout, stderr }
}
