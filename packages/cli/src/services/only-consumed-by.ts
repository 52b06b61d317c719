import { allEvents } from "@darkroom/events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { stackFile } from "./service-templates.ts"
import { usesOf } from "./uses-of.ts"

/** `on` of a `subscribe`, in the stacks. */
const SUBSCRIPTIONS = /\bon: \[[^\]]*\]/g

/** Names of the events that the service's file in stacks/added subscribes to, and nothing else in stacks/ does. */
export function onlyConsumedBy(root: string, service: string): string[] {
  const files = usesOf(root, /\bon: \[/, []).filter((file) => file.startsWith("stacks/"))
  const consumedIn = (chosen: readonly string[]) =>
    chosen.flatMap((file) => readFileSync(join(root, file), "utf8").match(SUBSCRIPTIONS) ?? []).join()
  const own = consumedIn(files.filter((file) => file === stackFile(service)))
  const others = consumedIn(files.filter((file) => file !== stackFile(service)))
  return allEvents.flatMap(({ name }) => {
    const named = new RegExp(`\\b${name}\\b`)
    return named.test(own) && !named.test(others) ? [name] : []
  })
}
