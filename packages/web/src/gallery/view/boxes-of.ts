import type { PhotoDetail } from "@darkroom/gallery-api"
import { boxColours } from "./box-colours.ts"
import { cornersOf } from "./corners-of.ts"
import { type FoundKind, foundId } from "./found-id.ts"
import type { Point } from "./zoom.ts"

/** What recognition finds in a photo. All but the labels are absent where the photo's profile did not ask for them. */
export type Findings = Pick<PhotoDetail, "labels" | "faces" | "text" | "moderation" | "celebrities" | "colors">

export interface NamedBox {
  readonly key: string
  readonly kind: FoundKind
  /** Of the entry in the list that the box belongs to. */
  readonly id: string
  readonly name: string
  readonly confidence: number
  readonly colour: string
  /** Four or more, as shares of the photo. */
  readonly corners: readonly Point[]
}

interface Found extends Omit<NamedBox, "key" | "colour" | "corners"> {
  readonly box: Parameters<typeof cornersOf>[0]
  readonly polygon?: readonly Point[]
}

/** The boxes of what is seen, of a confidence in per cent at least; the largest first, so that small ones lie on top. */
export function boxesOf(findings: Findings, threshold: number): NamedBox[] {
  const colours = coloursOf(findings)
  return foundIn(findings)
    .filter(({ confidence }) => confidence >= threshold)
    .toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
    .map(({ box, polygon, ...found }, index) => ({
      ...found,
      key: `${found.id} ${index}`,
      colour: (found.kind === "label" ? colours.get(found.name) : colours.get(found.kind)) ?? "#ffffff",
      corners: cornersOf(box, polygon),
    }))
}

/** Colours of the boxes: a kind's by the kind, a label's by its name. */
export function coloursOf({ labels }: Pick<Findings, "labels">): ReadonlyMap<string, string> {
  const boxed = labels.filter(({ instances }) => instances.length > 0).map(({ name }) => name)
  return boxColours(["face", "celebrity", "text", ...boxed])
}

function foundIn({ labels, faces = [], celebrities = [], text = [] }: Findings): Found[] {
  return [
    ...labels.flatMap(({ name, instances }) =>
      instances.map((instance) => ({ kind: "label" as const, id: foundId("label", name), name, ...instance })),
    ),
    ...faces.map(({ confidence, box }, index) => {
      return { kind: "face" as const, id: foundId("face", index), name: faceName(index), confidence, box }
    }),
    ...celebrities.flatMap(({ name, confidence, box }, index) =>
      box === null ? [] : [{ kind: "celebrity" as const, id: foundId("celebrity", index), name, confidence, box }],
    ),
    ...text.map(({ text: name, ...line }, index) => {
      return { kind: "text" as const, id: foundId("text", index), name, ...line }
    }),
  ]
}

/** What the face is called in the list and over the photo. */
export function faceName(index: number): string {
  return `Face ${index + 1}`
}
