import { ImageDeleted, ImageProcessed, OriginalFound } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { onClassChanged, onRestoreCompleted, onRestoreExpired } from "./archive-events.ts"
import { fileOriginal } from "./file-original.ts"
import { ingestFound } from "./ingest-found.ts"
import { ingestObject } from "./ingest-object.ts"
import { onObjectCreated } from "./object-created.ts"
import { removeOriginal } from "./remove-original.ts"

export const handler = subscriber([
  onObjectCreated(ingestObject),
  on(OriginalFound, ingestFound),
  on(ImageProcessed, fileOriginal),
  on(ImageDeleted, removeOriginal),
  onClassChanged,
  onRestoreCompleted,
  onRestoreExpired,
])
