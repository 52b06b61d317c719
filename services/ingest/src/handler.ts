import { ImageDeleted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { ingestObject } from "./ingest-object.ts"
import { onObjectCreated } from "./object-created.ts"
import { removeOriginal } from "./remove-original.ts"

export const handler = subscriber([onObjectCreated(ingestObject), on(ImageDeleted, removeOriginal)])
