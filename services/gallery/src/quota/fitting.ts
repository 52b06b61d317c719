import type { LimitName, LimitReached } from "../errors.ts"
import type { Used } from "./counting.ts"
import type { Limits } from "./limits.ts"

export interface Claim {
  /** Bytes. */
  readonly size: number
}

/** When what is full opens again. */
export interface OpensAt {
  readonly day: string
  readonly uploads: string
}

/** Those that the limits leave room for, in the given order, and what they come to. A small one may pass a large one. */
export function takeFitting<Each extends Claim>(claims: readonly Each[], used: Used, limits: Limits) {
  const fitting = new Set<Each>()
  let total: Used = { photos: 0, bytes: 0, uploads: 0 }
  for (const claim of claims) {
    if (limitInTheWay(claim, sum(used, total), limits)) continue
    fitting.add(claim)
    total = sum(total, { photos: 1, bytes: claim.size, uploads: 1 })
  }
  return { fitting, total }
}

/** What the owner of a claim that did not fit is told. */
export function refusalOf(claim: Claim, used: Used, limits: Limits, opensAt: OpensAt): LimitReached {
  const limit = limitInTheWay(claim, used, limits) ?? "bytesPerDay"
  return { limit, resetsAt: limit === "parallelUploads" ? opensAt.uploads : opensAt.day }
}

/** The one that is closed the longest, where several are in the way. */
function limitInTheWay({ size }: Claim, used: Used, limits: Limits): LimitName | undefined {
  if (used.photos + 1 > limits.photosPerDay) return "photosPerDay"
  if (used.bytes + size > limits.bytesPerDay) return "bytesPerDay"
  if (used.uploads + 1 > limits.parallelUploads) return "parallelUploads"
  return undefined
}

export function sum(a: Used, b: Used): Used {
  return { photos: a.photos + b.photos, bytes: a.bytes + b.bytes, uploads: a.uploads + b.uploads }
}
