import { type allEvents, imageExample, videoExample } from "@darkroom/events"

type Definition = (typeof allEvents)[number]

/** What an event of a new service is about: what all events have that bring it about. */
export interface Subject {
  /** Of the field in the data of the new event. */
  readonly field: "image" | "video" | "subject"
  /** The field's zod schema, and what its file imports for it and for the example, from where. */
  readonly schema: string
  readonly imports: readonly string[]
  readonly example: string
  /** The same, as a value. */
  readonly value: unknown
  /** Of the event that came, in the use case. */
  readonly taken: string
  /** In a sentence. */
  readonly noun: string
}

/** Of the file of the same name in the contract. */
function original(field: "image" | "video", value: unknown, noun: string): Subject {
  const [schema, example] = [`${field}Schema`, `${field}Example`]
  return { field, schema, imports: [example, schema], example, value, taken: `const { ${field} } = event.data`, noun }
}

const image = original("image", imageExample, "an image")
const video = original("video", videoExample, "a video")
const other: Subject = {
  field: "subject",
  schema: `z.string().min(1).describe("Id of the photo, video or backfill")`,
  imports: [],
  example: `"${imageExample.id}"`,
  value: imageExample.id,
  taken: "const { groupKey: subject } = event.metadata",
  noun: "a photo, video or backfill",
}

export function subjectOf(consumed: readonly Definition[]): Subject {
  return [image, video].find(({ field }) => consumed.every(({ schema }) => field in schema.shape)) ?? other
}
