import type { BoundingBox } from "@aws-sdk/client-rekognition"
import type { Face } from "@darkroom/events"

/** Rekognition's boxes may reach beyond the image: https://docs.aws.amazon.com/rekognition/latest/APIReference/API_BoundingBox.html */
export function boxOf({ Left = 0, Top = 0, Width = 0, Height = 0 }: BoundingBox): Face["boundingBox"] {
  const left = clamp(Left, 1)
  const top = clamp(Top, 1)
  return { left, top, width: clamp(Left + Width, 1) - left, height: clamp(Top + Height, 1) - top }
}

/** A confidence in per cent. */
export function percent(value: number | undefined): number {
  return clamp(value, 100)
}

function clamp(value: number | undefined, max: number): number {
  return Math.min(max, Math.max(0, value ?? 0))
}
