import type { TextDetection } from "@aws-sdk/client-rekognition"
import type { DetectedText } from "@darkroom/events"
import { boxOf, percent } from "./box-of.ts"

/** A line or a word in Darkroom's words, as a list of one; none where it has no number or no type that is known. */
export function textOf({
  Id,
  ParentId,
  Type,
  DetectedText: text = "",
  Confidence,
  Geometry,
}: TextDetection): DetectedText[] {
  if (Id === undefined || (Type !== "LINE" && Type !== "WORD")) return []
  return [
    {
      id: Id,
      parentId: ParentId ?? null,
      type: Type === "LINE" ? "line" : "word",
      text,
      confidence: percent(Confidence),
      boundingBox: boxOf(Geometry?.BoundingBox ?? {}),
      polygon: (Geometry?.Polygon ?? []).flatMap(({ X, Y }) =>
        X === undefined || Y === undefined ? [] : [{ x: X, y: Y }],
      ),
    },
  ]
}
