import { allEvents } from "@darkroom/events"
import { synth } from "@darkroom/local"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Choreography } from "./choreography/choreography.ts"
import { readChoreography, subscriptionsIn } from "./choreography/read-choreography.ts"
import type { Contract } from "./documents/contract.ts"
import { summaryOf } from "./documents/readme.ts"

/** Who emits and consumes what in a checkout, by its stacks and handlers. Throws SynthFailed, PlatformInstallFailed. */
export async function choreographyIn(root: string, log: (line: string) => void = () => {}): Promise<Choreography> {
  const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom"), log })
  return readChoreography(graph, allEvents, subscriptionsIn(root))
}

/** What the documents of a checkout are made of. */
export async function contractIn(root: string): Promise<Contract> {
  const choreography = await choreographyIn(root)
  const summaries = choreography.services.map((service) => [service, summaryOf(readmeOf(root, service))])
  return { definitions: allEvents, choreography, summaries: Object.fromEntries(summaries) as Record<string, string> }
}

export function readmeOf(root: string, service: string): string {
  return readFileSync(join(root, "services", service, "README.md"), "utf8")
}
