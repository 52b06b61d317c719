import type { Category } from "./decision.ts"

/** Bounds of a number, both included; an end that is left out is open. */
export interface Range {
  readonly min?: number
  readonly max?: number
}

/** A name, or several of which one is enough. */
export type OneOf = string | readonly string[]

/** A label that is to be there: all that is given must hold of one label. */
export interface LabelCondition {
  readonly name?: OneOf
  /** An ancestor of the label, such as Animal. */
  readonly parent?: OneOf
  /** Rekognition's category of the label, such as "Animals and Pets". */
  readonly category?: OneOf
  /** Per cent. Default 0. */
  readonly minConfidence?: number
  /** How many of it are seen: instances of that confidence. Does not hold of a label that comes without boxes. */
  readonly count?: Range
  /** Share of the picture that the largest of its boxes takes, 0 to 1. Does not hold of a label that comes without boxes. */
  readonly area?: Range
}

export interface Circle {
  readonly latitude: number
  readonly longitude: number
  readonly radiusKm: number
}

/** Degrees. A box whose west is greater than its east crosses the antimeridian. */
export interface GeoBox {
  readonly south: number
  readonly west: number
  readonly north: number
  readonly east: number
}

/**
 * What a rule looks at. Names and texts compare without regard to case. It is true, false or unknown; unknown is what depends on a
 * feature that was not answered, or on metadata where there is none at all. What a photo does not say (place, day, camera) is false.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly none: readonly Condition[] }
  | { readonly label: LabelCondition }
  /** Faces of that confidence, each of that share of the picture (0 to 1); one at least where `count` is left out. */
  | { readonly faces: { readonly count?: Range; readonly minConfidence?: number; readonly area?: Range } }
  /**
   * Lines of that confidence that the regular expression (flags iu) finds something in; one at least where `lines` is left out.
   * Of a line, the first 200 characters are looked at (MAX_LINE_LENGTH); patterns that could take long are refused.
   */
  | { readonly text: { readonly pattern?: string; readonly minConfidence?: number; readonly lines?: Range } }
  | { readonly moderation: { readonly name?: OneOf; readonly parent?: OneOf; readonly minConfidence?: number } }
  | { readonly celebrity: { readonly name?: OneOf; readonly minConfidence?: number } }
  /** As the camera writes them, all of it: "NIKON CORPORATION", "iPhone 15". */
  | { readonly camera: { readonly make?: OneOf; readonly model?: OneOf } }
  | { readonly place: { readonly circle: Circle } | { readonly box: GeoBox } }
  /** Days, YYYY-MM-DD, both included, by the date where it was taken. */
  | { readonly taken: { readonly from?: string; readonly to?: string } }

export interface Rule {
  readonly name: string
  readonly when: Condition
  readonly category: Category
}

/** What becomes of the originals on which rules have decided. */
export type Filing =
  | { readonly kind: "none" }
  | { readonly kind: "tag" }
  /** To `<prefix><category>/`, and into the archive (Glacier) after so many days there; null: never. */
  | { readonly kind: "move"; readonly prefix: string; readonly archiveAfterDays: number | null }

/** The rules of a profile: the first whose condition holds decides. */
export interface RuleSet {
  readonly name: string
  readonly rules: readonly Rule[]
  /** Where none holds. */
  readonly otherwise: Category
  readonly filing: Filing
}
