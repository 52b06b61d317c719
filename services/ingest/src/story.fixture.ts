import {
  type DarkroomEvent,
  derivedId,
  type Image,
  ImageDeleted,
  ImageProcessed,
  type ImageUploaded,
  imageIdOf,
  movedKey,
} from "@darkroom/events"
import { expect } from "vitest"
import type { Deps } from "./deps.ts"
import { fileOriginal } from "./file-original.ts"
import { ingestObject } from "./ingest-object.ts"
import { type Actor, interleave } from "./interleave.fixture.ts"
import type { ObjectCreated } from "./object-created.ts"
import { removeOriginal } from "./remove-original.ts"
import { BUCKET, memoryWorld } from "./world.fixture.ts"
import { HOLD_MILLISECONDS } from "./uploads.ts"

export const KEY = "images/dog.jpg"
export const FIRST = "e1"

export const success = (id: string) => movedKey({ id, key: KEY, profile: "images" }, "success") ?? ""
export const failure = (id: string) => movedKey({ id, key: KEY, profile: "images" }, "failure") ?? ""

/** A photo that has been ingested, and what can happen to it. */
export async function ingested() {
  const world = memoryWorld()
  const uploaded = async (created: ObjectCreated, deps: Deps = world.deps) =>
    (await ingestObject(created, deps))?.[0] as ImageUploaded
  const created = world.put(KEY, FIRST)
  const first = (await uploaded(created)).data.image
  let second: ObjectCreated | undefined
  return {
    world,
    first,
    moved: (image = first, label = "") => ({
      run: (deps: Deps) => fileOriginal(processed(image, "success", label), deps),
    }),
    movedAgain: (label = "again") => ({ run: (deps: Deps) => fileOriginal(processed(first, "failure", label), deps) }),
    deleted: () => ({ run: (deps: Deps) => removeOriginal(deletion(first), deps) }),
    announcedAgain: () => ({ run: (deps: Deps) => ingestObject(created, deps) }),
    /** The put is a step, and so is each call of its ingest. */
    uploadedAgain: (etag: string) => ({
      run: async (deps: Deps) => {
        if (second === undefined) {
          await deps.uploads.latest(BUCKET, "put")
          second = world.put(KEY, etag)
        }
        return ingestObject(second, deps)
      },
    }),
    /** Once the second photo is ingested. */
    secondMoved: () => ({
      async run(deps: Deps) {
        const latest = await deps.uploads.latest(BUCKET, KEY)
        if (second === undefined || latest?.sequencer !== second.sequencer) throw new Error("It is not ingested yet")
        const { etag, sequencer } = second
        return fileOriginal(processed({ ...first, id: latest.imageId, etag, sequencer }, "success"), deps)
      },
    }),
    second: () => second && imageIdOf(BUCKET, KEY, second.sequencer),
    /** `lateAfterCrash`: what crashed comes back when its holds have gone stale. */
    async play(actors: readonly Actor[], choose: (count: number) => number, lateAfterCrash = false) {
      const wait = () => world.wait(HOLD_MILLISECONDS + 1)
      return interleave(actors, world.deps, { choose, wait, ...(lateAfterCrash ? { onCrash: wait } : {}) })
    },
  }
}

export type Story = Awaited<ReturnType<typeof ingested>>

export function processed(image: Image, category: "success" | "failure", label = ""): ImageProcessed {
  const key = movedKey(image, category) ?? ""
  const decision = {
    rules: "dogs",
    rule: "dog",
    category,
    reason: "A dog.",
    disposition: { kind: "move" as const, key },
  }
  const time = new Date(label === "again" ? "2026-11-22T09:30:00Z" : "2026-11-21T09:30:00Z")
  const provenance = {
    id: derivedId("processed", image.id, label),
    groupKey: image.id,
    origin: "upload" as const,
    time,
  }
  return ImageProcessed.create({ image, steps: [], labels: [], decision }, provenance)
}

function deletion(image: Image): ImageDeleted {
  const provenance = { id: derivedId("deleted", image.id), groupKey: image.id, origin: "upload" as const }
  return ImageDeleted.create({ image, deletedAt: "2026-11-21T09:31:00.000Z" }, provenance)
}

export interface Expected {
  readonly isDeleted?: boolean
  /** Where the first photo's original is to end if it is moved. */
  readonly destination?: string
  /** The second upload may have gone with the first photo: see README.md. */
  readonly secondMayBeGone?: boolean
}

/** What holds of every end. */
export function expectSound(story: Story, emitted: readonly DarkroomEvent[], expected: Expected = {}): void {
  const { first, world } = story
  const { isDeleted = false, destination = success(first.id), secondMayBeGone = false } = expected
  const of = (type: string, id: string) =>
    emitted.filter(
      (event) =>
        event.type === type && (event.metadata.groupKey === id || (event.data as { imageId?: string }).imageId === id),
    )
  const ids = emitted.map(({ metadata }) => metadata.id)
  const moved = of("ImageMoved", first.id)
  const replaced = of("ImageReplaced", first.id)
  const at = [...world.objects].flatMap(([key, object]) => (object.imageId === first.id ? [key] : []))
  const underItsKey = world.objects.get(KEY)?.sequencer === first.sequencer
  const state = JSON.stringify({
    ids,
    types: emitted.map(({ type }) => type),
    objects: [...world.objects],
    uploads: [...world.uploads],
  })

  // An original is in one place, or in none where the photo is deleted or replaced.
  if (isDeleted) expect([at, underItsKey], state).toEqual([[], false])
  else if (replaced.length > 0) expect([at, underItsKey, moved], state).toEqual([[], false, []])
  else expect([at, underItsKey, moved.length > 0], state).toEqual([[destination], false, true])
  for (const { data } of moved.slice(-1))
    if (!isDeleted) expect(data, state).toMatchObject({ to: { bucket: BUCKET, etag: FIRST } })

  const second = story.second()
  if (second === undefined) return
  expect(of("ImageUploaded", second), state).not.toEqual([])
  expect(world.uploads.get(KEY)?.imageId, state).toBe(second)
  const ownKeys = [...world.objects].filter(([key, { imageId, sequencer }]) =>
    key === KEY ? second === imageIdOf(BUCKET, KEY, sequencer) : imageId === second,
  )
  if (!secondMayBeGone) expect(ownKeys.length, state).toBe(1)
}
