import { listed } from "../text.ts"
import type { ServiceNames } from "./names.ts"
import type { Subject } from "./subject.ts"

export interface NewService extends ServiceNames {
  /** Names of the events that it consumes. */
  readonly on: readonly string[]
  /** Name of the event that it emits. */
  readonly emits: string | undefined
  readonly subject: Subject
}

export const stackFile = (service: string) => `stacks/added/${service}.ts`

/** The files of a new service's folder and its subscription, by path; to be formatted. */
export function serviceTemplates(service: NewService): Readonly<Record<string, string>> {
  const folder = `services/${service.service}`
  return {
    [`${folder}/package.json`]: packageJson(service),
    [`${folder}/README.md`]: readme(service),
    [`${folder}/src/deps.ts`]: deps(service),
    [`${folder}/src/${service.service}.ts`]: useCase(service),
    [`${folder}/src/handler.ts`]: handler(service),
    [`${folder}/src/handler.test.ts`]: test(service),
  }
}

function packageJson({ service }: NewService): string {
  const content = {
    name: `@darkroom/${service}`,
    version: "0.1.0",
    private: true,
    license: "Apache-2.0",
    type: "module",
    dependencies: { "@darkroom/events": "workspace:*", "@darkroom/lambda": "workspace:*" },
    devDependencies: { "@darkroom/testing": "workspace:*" },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

function readme({ service, on, emits, subject }: NewService): string {
  return `# ${service}

Logs each event that it is given${emits ? `, and tells that it is done with ${subject.noun}` : ""}.

- **Consumes** ${listed(on)}.
- **Emits** ${emits ? `${emits}, with the event's ${subject.field === "subject" ? "subject by its id" : subject.field}` : "nothing"}.
- **Stores** nothing, and reads nothing but the event.
- **Fails** for good on a malformed event only.
`
}

function deps({ pascal }: NewService): string {
  return `import { lambdaRuntime } from "@darkroom/lambda"

/** What the use case needs of the world. */
export interface ${pascal}Deps {
  log(message: string, facts: Readonly<Record<string, unknown>>): void
}

export const defaultDeps: ${pascal}Deps = {
  log: (message, facts) => lambdaRuntime().logger.info(message, facts),
}
`
}

function useCase({ pascal, camel, on, emits, subject }: NewService): string {
  const types = [...(emits ? [emits] : []), ...on.map((event) => `type ${event}`)].toSorted(byName)
  const about = "{ eventId: event.metadata.id, groupKey: event.metadata.groupKey }"
  return `import { ${types.join(", ")} } from "@darkroom/events"
import { defaultDeps, type ${pascal}Deps } from "./deps.ts"

/** ${emits ? "Logs the event; what it returns is emitted." : "Logs the event, and emits nothing."} After a crash the same event may come once more. */
export async function ${camel}(event: ${on.join(" | ")}, deps: ${pascal}Deps = defaultDeps): Promise<${emits ?? "void"}> {
  deps.log(\`\${event.type} received\`, ${about})
${emits ? `  ${subject.taken}\n  return ${emits}.create({ ${subject.field} }, { cause: event })\n` : ""}}
`
}

const byName = (left: string, right: string) => (left.replace("type ", "") < right.replace("type ", "") ? -1 : 1)

function handler({ service, camel, on }: NewService): string {
  const [first = ""] = on
  const many = on.length > 1
  const call = many
    ? `subscriber([${on.map((event) => `on(${event}, ${camel})`).join(", ")}])`
    : `subscriber(${first}, ${camel})`
  return `import { ${on.toSorted().join(", ")} } from "@darkroom/events"
import { ${many ? "on, subscriber" : "subscriber"} } from "@darkroom/lambda"
import { ${camel} } from "./${service}.ts"

export const handler = ${call}
`
}

function test({ service, camel, on, emits }: NewService): string {
  const names = on.map((event) => `"${event}"`).join(", ")
  return `import { ${on.toSorted().join(", ")} } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { handler } from "./handler.ts"
import { ${camel} } from "./${service}.ts"

function start() {
  const deps = { log: vi.fn() }
  const runtime = testRuntime("${service}")
  const subscriptions = [${on.map((event) => `on(${event}, (event) => ${camel}(event, deps))`).join(", ")}]
  const run = subscriber(subscriptions, () => runtime)
  return { deps, runtime, deliver: (body: object) => run(sqsBatch([body]), lambdaContext()) }
}

const received = [${on.map((event) => `exampleEvent(${event})`).join(", ")}]

it("subscribes to ${listed(on)}", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual([${names}])
})

it.each(received)("handles $type once where it is delivered twice", async (event) => {
  const { deps, runtime, deliver } = start()
  await deliver(busEvent(event))
  await deliver(busEvent(event))
  expect(deps.log).toHaveBeenCalledExactlyOnceWith(\`\${event.type} received\`, expect.anything())
  expect(runtime.published.map(({ type }) => type)).toEqual([${emits ? `"${emits}"` : ""}])
  expect(runtime.deadLetters).toEqual([])
})

it.each(received)("gives up a malformed $type without doing anything", async (event) => {
  const { deps, runtime, deliver } = start()
  await deliver(busEvent({ ...event, data: {} }))
  expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
  expect(deps.log).not.toHaveBeenCalled()
})
`
}

/** The subscription, for stacks/added/. */
export function stackTemplate({ service, camel, on, emits }: NewService): string {
  const events = [...new Set([...on, ...(emits ? [emits] : [])])].toSorted()
  return `import { ${events.join(", ")} } from "@darkroom/events"
import { subscribe } from "../subscribers.ts"

export const ${camel} = subscribe({
  service: "${service}",
  on: [${on.join(", ")}],
${emits ? `  emits: [${emits}],\n` : ""}})
`
}
