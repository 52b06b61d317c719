import { Command, Option } from "commander"
import { execFileSync } from "node:child_process"
import { expect, it } from "vitest"
import { sink } from "../test-fixtures.ts"
import { completion, type Shell } from "./completion.ts"
import { register as dlq } from "./dlq.ts"
import { register as trace } from "./trace.ts"

function scriptFor(shell: Shell): string {
  const program = new Command("darkroom").option("--stage <name>", "of an app on AWS")
  for (const register of [dlq, trace]) register(program)
  program
    .command("quote")
    .description("it's one")
    .addOption(new Option("--to <who>", "whom").choices(["me", "you"]))
  const stdout = sink()
  completion(program, shell, { stdout: stdout.stream })
  return stdout.text()
}

/** What bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const asked = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`
  const script = `${scriptFor("bash")}\n${asked}; _darkroom; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean)
}

it("completes commands, subcommands, options and their values in bash", () => {
  expect(offered("darkroom", "")).toEqual(["dlq", "trace", "quote", "--stage", "--help"])
  expect(offered("darkroom", "dl")).toEqual(["dlq"])
  expect(offered("darkroom", "dlq", "")).toEqual(["list", "show", "redrive", "purge", "--help"])
  expect(offered("darkroom", "dlq", "redrive", "--r")).toEqual(["--rate"])
  expect(offered("darkroom", "dlq", "list", "--class", "t")).toEqual(["transient", "throttled"])
  expect(offered("darkroom", "--stage", "production", "dlq", "pu")).toEqual(["purge"])
})

it("leaves what may be anything to bash, which offers files", () => {
  expect(offered("darkroom", "dlq", "list", "--service", "")).toEqual([])
})

it("tells zsh and fish the same with descriptions", () => {
  const zsh = scriptFor("zsh")
  expect(zsh).toContain("'/dlq') found=('list:what was given up, newest first' 'show:")
  expect(zsh).toContain("'/dlq/list --class') found=(permanent transient throttled unsupported) ;;")
  expect(zsh).toContain("'quote:it’s one'")
  const fish = scriptFor("fish")
  expect(fish).toContain(`-n '__darkroom_at "/dlq"' -f -a list -d 'what was given up, newest first'`)
  expect(fish).toContain(`-n '__darkroom_at "/quote"' -l to -x -a 'me you' -d 'whom'`)
  expect(fish).toContain("-f -a quote -d 'it\\'s one'")
})
