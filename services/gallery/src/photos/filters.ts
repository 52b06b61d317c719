import { type Glance, type NamedLabel, shotOf, statusOf, unpackLabelNames } from "@darkroom/catalog-model"
import type { photosQuerySchema } from "@darkroom/gallery-api"
import type { z } from "zod"
import { invalid } from "../errors.ts"
import { cameraName } from "./camera.ts"
import { distanceKm, type Place } from "./distance.ts"
import { fileNameOf } from "./names.ts"
import { searchText, wordsOf } from "./search-text.ts"

export type ListQuery = z.output<typeof photosQuerySchema>

/** What a list is asked for, but for how much of it. */
export type Filters = Omit<ListQuery, "limit" | "cursor">

export const MIN_CONFIDENCE = 55
const RADIUS_KM = 10
/** DynamoDB compares no number that is closer to 0. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const SMALLEST = 1e-130

export interface Matcher {
  /** Whether labels have to be looked at. */
  readonly needsLabels: boolean
  /** All filters that a glance decides. */
  matches(glance: Glance): boolean
  /** Those on labels. */
  matchesLabels(glance: Glance, labels: readonly NamedLabel[]): boolean
}

/** How sure a label has to be, per cent. */
export function leastConfidence({ minConfidence = MIN_CONFIDENCE }: Filters): number {
  return storable(minConfidence)
}

/** The number that DynamoDB can hold in place of this one, from 0 on. */
export function storable(number: number): number {
  return number < SMALLEST ? 0 : number
}

/** All filters but the album's. Throws Invalid. */
export function matcherOf(filters: Filters): Matcher {
  const { label, text } = filters
  const minConfidence = leastConfidence(filters)
  const words = wordsOf(text ?? "")
  const tests = [
    mediaTest(filters),
    statusTest(filters),
    cameraTest(filters),
    dayTest(filters),
    nearTest(filters),
  ].flatMap((test) => test ?? [])
  return {
    needsLabels: label !== undefined || words.length > 0,
    matches: (glance) => tests.every((test) => test(glance)),
    matchesLabels(glance, labels) {
      const namesOf = (named: readonly NamedLabel[]) =>
        named.filter(({ confidence }) => confidence >= minConfidence).map(({ name }) => name)
      const sure = namesOf(labels)
      if (label !== undefined && !sure.includes(label)) return false
      if (words.length === 0) return true
      const searched = searchText([...told(glance), ...sure, ...namesOf(textsOf(glance))].join("\n"))
      return words.every((word) => searched.includes(word))
    },
  }
}

type Test = ((glance: Glance) => boolean) | undefined

function mediaTest({ media }: Filters): Test {
  return media && ((glance) => (glance.media ?? "photo") === media)
}

function statusTest({ status }: Filters): Test {
  return status && ((glance) => statusOf(glance) === status)
}

function cameraTest({ camera }: Filters): Test {
  if (camera === undefined) return undefined
  const wanted = searchText(camera.trim())
  return (glance) => searchText(cameraOf(glance) ?? "") === wanted
}

/** By the day on which it was taken, where it was taken; where nothing tells, by that of the upload. */
function dayTest({ from = "", to = "\uffff" }: Filters): Test {
  if (from === "" && to === "\uffff") return undefined
  return (glance) => {
    const day = (shotOf(glance)?.takenAt?.local ?? glance.uploadedAt ?? "").slice(0, "yyyy-mm-dd".length)
    return day >= from && day <= to
  }
}

function nearTest({ near, radiusKm = RADIUS_KM }: Filters): Test {
  if (near === undefined) return undefined
  const center = placeOf(near)
  return (glance) => {
    const location = shotOf(glance)?.location
    return location ? distanceKm(center, location) <= radiusKm : false
  }
}

/** `43.46,11.88` */
function placeOf(near: string): Place {
  const [latitude = NaN, longitude = NaN] = near.split(",").map(Number)
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude }
  throw invalid([{ path: "query.near", message: "Latitude is -90 to 90, longitude -180 to 180." }])
}

/** What was read in the photo, and the names of what else was seen. */
function textsOf({ tagging }: Glance): NamedLabel[] {
  return tagging?.texts === undefined ? [] : unpackLabelNames(tagging.texts)
}

function cameraOf(glance: Glance): string | undefined {
  const shot = shotOf(glance)
  return shot && cameraName(shot)
}

function told(glance: Glance): string[] {
  return [glance.image && fileNameOf(glance.image.key), cameraOf(glance)].flatMap((text) => text ?? [])
}
