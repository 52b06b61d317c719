import { type DarkroomEvent, derivedId } from "@darkroom/events"

interface Definition<Event extends DarkroomEvent> {
  readonly name: string
  readonly example: unknown
  create(data: never, provenance: { id: string; groupKey: string; origin: "upload"; time: Date }): Event
}

/** The event's own example as an event, with some of its data changed; `label` makes different ids. */
export function exampleEvent<Event extends DarkroomEvent>(
  definition: Definition<Event>,
  changes: Partial<Event["data"]> = {},
  label = "",
): Event {
  const data = { ...(definition.example as object), ...(changes as object) }
  const { image, imageId } = data as { image?: { id: string }; imageId?: string }
  const provenance = {
    id: derivedId("example", definition.name, label),
    origin: "upload" as const,
    time: new Date("2026-11-21T09:30:00Z"),
  }
  return definition.create(data as never, { ...provenance, groupKey: image?.id ?? imageId ?? "none" })
}
