import type { Implementations } from "../implementations.ts"
import { deletePhoto } from "./delete-photo.ts"
import { facetsOf } from "./facets.ts"
import { listPhotos } from "./list-photos.ts"
import { ownRecord } from "./own-record.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { photoDetail } from "./photo-detail.ts"
import { rememberBriefly } from "./remember-briefly.ts"
import { retryAll } from "./retry-all.ts"
import { retryStep } from "./retry-step.ts"

export type PhotoRoute = "listPhotos" | "getPhoto" | "deletePhoto" | "retryStep" | "retryAll" | "getFacets"

const FACETS_SECONDS = 5

/** The routes on photos. What is not the caller's own is not there. */
export function photoRoutes(deps: PhotoDeps): Pick<Implementations, PhotoRoute> {
  const facets = rememberBriefly(deps.clock, FACETS_SECONDS, (owner) => facetsOf(owner, deps))
  return {
    listPhotos: ({ userId, query }) => listPhotos(userId, query, deps),
    getPhoto: ({ userId, params }) => photoDetail(userId, params.photoId, deps),
    async deletePhoto({ userId, params }) {
      await deletePhoto(await ownRecord(userId, params.photoId, deps.catalog), deps)
    },
    async retryStep({ userId, params, body }) {
      await retryStep(await ownRecord(userId, params.photoId, deps.catalog), body.step, deps)
      return { photos: 1 }
    },
    retryAll: async ({ userId, body }) => ({ photos: await retryAll(userId, body, deps) }),
    getFacets: ({ userId }) => facets(userId),
  }
}
