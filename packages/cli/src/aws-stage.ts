import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type { Links } from "./links.ts"
import type { StageTarget } from "./stage.ts"

const RESOURCE = "SST_RESOURCE_"

/** The stage whose links `sst shell` has put into the environment; undefined where there are none. https://sst.dev/docs/reference/cli/#shell */
export function awsTarget(environment: NodeJS.ProcessEnv): StageTarget | undefined {
  const app = environment[`${RESOURCE}App`]
  if (app === undefined) return undefined
  const { stage } = JSON.parse(app) as { stage: string }
  const links: Links = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith(RESOURCE) && value !== undefined ? [[name.slice(RESOURCE.length), JSON.parse(value)]] : [],
    ),
  )
  const region = environment["AWS_REGION"]
  return { name: stage, client: region === undefined ? {} : { region }, links }
}

/** Whether this process has the links of that stage already. */
export function isWithin(stage: string, environment: NodeJS.ProcessEnv): boolean {
  return awsTarget(environment)?.name === stage
}

/** Runs the same command again within `sst shell`, which knows the stage's links and has its credentials; the exit code. */
export async function runWithin(
  stage: string,
  args: readonly string[],
  { root, start = spawn }: { root: string; start?: typeof spawn },
): Promise<number> {
  const sst = join(root, "node_modules/.bin/sst")
  const command = [process.execPath, join(import.meta.dirname, "main.ts"), ...args]
  // Ctrl-C reaches the command within as well: it may have something to clean up, and this process waits for that.
  const wait = () => {}
  process.on("SIGINT", wait)
  const child = start(sst, ["shell", "--stage", stage, "--", ...command], { cwd: root, stdio: "inherit" })
  const [code] = (await once(child, "close").finally(() => process.off("SIGINT", wait))) as [number | null]
  return code ?? 1
}
