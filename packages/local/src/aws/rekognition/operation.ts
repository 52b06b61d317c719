import type { JsonOperation } from "../json-protocol.ts"
import type { ImageInput } from "./image-input.ts"
import type { Sight } from "./sight.ts"

export type RekognitionOperation = (sight: Sight) => JsonOperation

/** Every request has it; `validate` has looked. */
export interface WithImage {
  readonly Image: ImageInput
}
