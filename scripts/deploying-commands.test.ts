import * as cognitoIdp from "@aws-sdk/client-cognito-identity-provider"
import * as dynamodb from "@aws-sdk/client-dynamodb"
import * as iam from "@aws-sdk/client-iam"
import * as lambda from "@aws-sdk/client-lambda"
import * as serviceQuotas from "@aws-sdk/client-service-quotas"
import * as sts from "@aws-sdk/client-sts"
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { commandsOf } from "../packages/cli/e2e/documented.ts"

// Commands of the documents that need an AWS account, which tests have none of: that there are such commands with such options is known
// without one, of `sst` by its own help and of `aws` by the model of AWS's API.

const root = join(import.meta.dirname, "..")

/** Options of a command line, `--stage` and the like. */
const optionsOf = (command: string) => [...command.matchAll(/ (--[a-z-]+)/g)].map(([, option = ""]) => option)

describe("what the documents tell of sst", () => {
  /** What SST's CLI wants to be there before it says anything, in these versions; otherwise it would fetch it. */
  const BESIDE = { pulumi: "v3.215.0", bun: "1.2.1" }
  const home = mkdtempSync(join(tmpdir(), "darkroom-sst-"))
  const bin = join(home, ".config/sst/bin")
  mkdirSync(bin, { recursive: true })
  for (const [name, version] of Object.entries(BESIDE))
    writeFileSync(join(bin, name), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 })
  afterAll(() => rmSync(home, { recursive: true }))

  /** The help of the command, `deploy` or `secret set`. Nothing is fetched: the proxy refuses whatever it is asked for. */
  function helpOf(name: string): string {
    const proxy = "http://127.0.0.1:9"
    const { PATH } = process.env
    const env = { PATH, HOME: home, DO_NOT_TRACK: "1", HTTPS_PROXY: proxy, HTTP_PROXY: proxy }
    const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin/sst"), [...name.split(" "), "--help"], {
      cwd: home,
      env,
      encoding: "utf8",
    })
    return `${stdout}${stderr}`
  }

  it.each(commandsOf(root, "npx sst"))("$command is one that it has, with these options ($files)", ({ command }) => {
    const [, , first = "", second = ""] = command.split(" ")
    const name = first === "secret" ? `${first} ${second}` : first
    const help = helpOf(name)
    expect(help).toContain(`Usage: sst ${name}`)
    for (const option of optionsOf(command)) expect(help).toContain(`${option} `)
  })

  it("would be found out where it had no such command", () => {
    expect(helpOf("undeploy")).not.toContain("Usage: sst undeploy")
  })
})

describe("what the documents tell of aws", () => {
  const clients: Readonly<Record<string, object>> = {
    "cognito-idp": cognitoIdp,
    dynamodb,
    iam,
    lambda,
    "service-quotas": serviceQuotas,
    sts,
  }
  /** https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html */
  const GLOBAL = ["--endpoint-url", "--output", "--profile", "--query", "--region"]
  // `aws s3` has commands of its own. The README's two are for the app on this machine: packages/local/src/aws/s3 tests what they ask of it.
  const commands = commandsOf(root, "aws").filter(({ command }) => !/^aws (--\S+ \S+ )*s3 /.test(command))

  it.each(commands)("$command is an operation that the API has, with these parameters ($files)", ({ command }) => {
    const [, service = "", operation = ""] = command.split(" ")
    const parameters = parametersOf(clients[service] ?? {}, operation)
    const given = optionsOf(command).filter((option) => !GLOBAL.includes(option))
    expect(parameters).toEqual(expect.arrayContaining(given))
  })

  it("would be found out where there were no such operation", () => {
    expect(() => parametersOf(lambda, "get-account")).toThrow("get-account")
  })

  /** As the CLI writes them, of an operation as the CLI writes it. */
  function parametersOf(client: object, operation: string): string[] {
    const name = operation.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const Command = (client as Readonly<Record<string, new (input: object) => { schema: OperationSchema }>>)[
      `${name}Command`
    ]
    if (Command === undefined) throw new Error(`There is no operation ${operation}`)
    const input = new Command({}).schema[4]
    const [, , , , members] = typeof input === "function" ? input() : input
    return members.map((member) => `--${member.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}`)
  }
})

/** As clients of the SDK keep the model of the API: of an operation its input is the fifth, of a structure the names of its members. */
type StructureSchema = readonly [kind: number, namespace: string, name: string, traits: unknown, members: string[]]
type OperationSchema = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  input: StructureSchema | (() => StructureSchema),
]
