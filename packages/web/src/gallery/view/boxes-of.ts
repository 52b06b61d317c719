import type { PhotoDetail, PhotoLabel } from "@darkroom/gallery-api"
import { boxColours } from "./box-colours.ts"

type Box = PhotoLabel["instances"][number]["box"]

/** What recognition may find besides labels; each is there only where it was asked for. */
export interface Findings {
  readonly faces?: readonly { readonly confidence: number; readonly box: Box }[]
  readonly text?: readonly { readonly text: string; readonly confidence: number }[]
  readonly moderation?: readonly { readonly name: string; readonly confidence: number }[]
}

export interface NamedBox {
  readonly key: string
  readonly name: string
  readonly confidence: number
  readonly colour: string
  readonly box: Box
}

export const FACE = "Face"

/** The boxes of what is seen, of a confidence in per cent at least; the largest first, so that small ones lie on top. */
export function boxesOf({ labels, faces = [] }: Pick<PhotoDetail, "labels"> & Findings, threshold: number): NamedBox[] {
  const colours = boxColours([...labels.filter(({ instances }) => instances.length > 0).map(({ name }) => name), FACE])
  const named = [...labels.map(({ name, instances }) => ({ name, instances })), { name: FACE, instances: faces }]
  return named
    .flatMap(({ name, instances }) =>
      instances.map(({ confidence, box }, index) => ({
        key: `${name} ${index}`,
        name,
        confidence,
        colour: colours.get(name) ?? "#ffffff",
        box,
      })),
    )
    .filter(({ confidence }) => confidence >= threshold)
    .toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
}
