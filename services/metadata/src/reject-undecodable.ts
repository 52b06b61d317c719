import { ImageRejected, type ImageUndecodable, type UndecodableReason } from "@darkroom/events"
import { messages } from "./messages.ts"

const sentences: Record<UndecodableReason, (key: string) => string> = {
  DamagedImage: messages.damagedPixels,
  TooManyPixels: messages.undecodablySized,
  NotSupportedImageType: (key) => messages.unsupported(key, "an unusual kind of image"),
}

/** Takes back what the header promised: the pixels cannot be decoded. */
export async function rejectUndecodable(event: ImageUndecodable): Promise<ImageRejected> {
  const { image, reason } = event.data
  return ImageRejected.create({ image, reason, message: sentences[reason](image.key) }, { cause: event })
}
