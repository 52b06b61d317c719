/** What the lint lets pass, and why. Events that nobody consumes say so themselves: `unconsumed` of `defineEvent`. */
export interface Exceptions {
  /** Events that come from elsewhere than a service. */
  readonly emittedElsewhere: readonly { readonly event: string; readonly why: string }[]
  /** Services that may put others' events on the bus. */
  readonly emitForOthers: readonly { readonly service: string; readonly why: string }[]
  /** What a function consumes and does not answer with some of what it emits, so that no circle closes there. */
  readonly endsThere: readonly {
    readonly function: string
    readonly on: readonly string[]
    readonly emits: readonly string[]
    readonly why: string
  }[]
  /** Services that may write where an intake rule looks. */
  readonly writeIntoIntake: readonly { readonly service: string; readonly keys: string; readonly why: string }[]
}

export const exceptions: Exceptions = {
  emittedElsewhere: [{ event: "RecognitionRequested", why: "darkroom reprocess puts it on the bus" }],
  emitForOthers: [{ service: "gallery", why: "a person has a failed step tried again: the same event, as it was" }],
  endsThere: [
    {
      function: "Ingest",
      on: ["ImageProcessed"],
      emits: ["ImageUploaded", "ImageReplaced", "VideoUploaded"],
      why: "it files the original, of which ImageMoved tells; uploads come from S3 and from backfills",
    },
    {
      function: "Metadata",
      on: ["ImageUndecodable"],
      emits: ["MetadataExtracted"],
      why: "it rejects the photo",
    },
    {
      function: "Catalog",
      on: ["ImageProcessed", "ImageMoved", "ImageArchived", "ImageRestored"],
      emits: ["ImageProcessed"],
      why: "none of these is a step that a profile asks for; the last of those makes ImageProcessed",
    },
  ],
  writeIntoIntake: [
    {
      service: "gallery",
      keys: "private/*/uploads/*",
      why: "it signs forms by which people upload; it puts nothing itself",
    },
  ],
}
