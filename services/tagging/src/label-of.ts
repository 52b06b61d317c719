import type { BoundingBox, Instance, Label as RekognitionLabel } from "@aws-sdk/client-rekognition"
import type { Label } from "@darkroom/events"

/** A label in Darkroom's words, as a list of one; none where Rekognition gave it no name. */
export function labelOf({ Name, Confidence, Parents, Categories, Instances }: RekognitionLabel): Label[] {
  if (!Name) return []
  return [
    {
      name: Name,
      confidence: clamp(Confidence, 100),
      parents: namesOf(Parents),
      categories: namesOf(Categories),
      instances: (Instances ?? []).flatMap(instanceOf),
    },
  ]
}

function namesOf(named: readonly { Name?: string | undefined }[] = []): string[] {
  return named.flatMap(({ Name }) => (Name ? [Name] : []))
}

function instanceOf({ BoundingBox, Confidence }: Instance): Label["instances"] {
  return BoundingBox ? [{ confidence: clamp(Confidence, 100), boundingBox: boxOf(BoundingBox) }] : []
}

/** Rekognition's boxes may reach beyond the image: https://docs.aws.amazon.com/rekognition/latest/APIReference/API_BoundingBox.html */
function boxOf({ Left = 0, Top = 0, Width = 0, Height = 0 }: BoundingBox): Label["instances"][number]["boundingBox"] {
  const left = clamp(Left, 1)
  const top = clamp(Top, 1)
  return { left, top, width: clamp(Left + Width, 1) - left, height: clamp(Top + Height, 1) - top }
}

function clamp(value: number | undefined, max: number): number {
  return Math.min(max, Math.max(0, value ?? 0))
}
