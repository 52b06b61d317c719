import type { z } from "zod"
import { paths, type RouteName } from "./paths.ts"
import {
  albumNameSchema,
  albumParams,
  albumPhotoParams,
  albumSchema,
  albumsSchema,
  backfillParams,
  backfillRateSchema,
  backfillSchema,
  backfillsSchema,
  facetsSchema,
  meSchema,
  photoDetailSchema,
  photoParams,
  photosQuerySchema,
  photosSchema,
  retriedSchema,
  retryAllSchema,
  retrySchema,
  uploadParams,
  uploadRequestSchema,
  uploadsSchema,
} from "./schemas.ts"

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE"
  /** Parameters in braces, as in OpenAPI. */
  readonly path: string
  readonly summary: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Of the success; nothing where the answer has no body. */
  readonly response?: z.ZodType
  readonly status: 200 | 201 | 202 | 204
}

/** Every route of the gallery's API; all need an access token and see the caller's own data alone. Backfills are there for operators. */
export const routes = {
  getMe: { ...paths.getMe, summary: "The caller, the limits and what is left", response: meSchema, status: 200 },
  listAlbums: { ...paths.listAlbums, summary: "All albums, by name", response: albumsSchema, status: 200 },
  createAlbum: {
    ...paths.createAlbum,
    summary: "Makes an album",
    body: albumNameSchema,
    response: albumSchema,
    status: 201,
  },
  renameAlbum: {
    ...paths.renameAlbum,
    summary: "Renames an album",
    params: albumParams,
    body: albumNameSchema,
    response: albumSchema,
    status: 200,
  },
  deleteAlbum: { ...paths.deleteAlbum, summary: "Deletes an album; its photos stay", params: albumParams, status: 204 },
  addToAlbum: { ...paths.addToAlbum, summary: "Puts a photo into an album", params: albumPhotoParams, status: 204 },
  removeFromAlbum: {
    ...paths.removeFromAlbum,
    summary: "Takes a photo out of an album",
    params: albumPhotoParams,
    status: 204,
  },
  signUploads: {
    ...paths.signUploads,
    summary:
      "Reserves and signs uploads, each for exactly one file; 429 where a limit stops them all, each answer under details.uploads",
    body: uploadRequestSchema,
    response: uploadsSchema,
    status: 200,
  },
  cancelUpload: {
    ...paths.cancelUpload,
    summary: "Gives a reservation back that was not used",
    params: uploadParams,
    status: 204,
  },
  listPhotos: {
    ...paths.listPhotos,
    summary: "Photos, newest first, of all or of what the query asks for",
    query: photosQuerySchema,
    response: photosSchema,
    status: 200,
  },
  getPhoto: {
    ...paths.getPhoto,
    summary: "Everything that is known of a photo",
    params: photoParams,
    response: photoDetailSchema,
    status: 200,
  },
  deletePhoto: {
    ...paths.deletePhoto,
    summary: "Deletes a photo, its renditions and records",
    params: photoParams,
    status: 202,
  },
  retryStep: {
    ...paths.retryStep,
    summary: "Tries a failed step of a photo again",
    params: photoParams,
    body: retrySchema,
    response: retriedSchema,
    status: 202,
  },
  retryAll: {
    ...paths.retryAll,
    summary: "Tries all photos again that failed at a step for the same reason",
    body: retryAllSchema,
    response: retriedSchema,
    status: 202,
  },
  getFacets: {
    ...paths.getFacets,
    summary: "How many photos show what, and how many are under way",
    response: facetsSchema,
    status: 200,
  },
  listBackfills: {
    ...paths.listBackfills,
    summary: "Backfills that run, and those that ended lately; for operators",
    response: backfillsSchema,
    status: 200,
  },
  pauseBackfill: {
    ...paths.pauseBackfill,
    summary: "Has a backfill wait",
    params: backfillParams,
    response: backfillSchema,
    status: 200,
  },
  resumeBackfill: {
    ...paths.resumeBackfill,
    summary: "Has a backfill go on where it was",
    params: backfillParams,
    response: backfillSchema,
    status: 200,
  },
  cancelBackfill: {
    ...paths.cancelBackfill,
    summary: "Ends a backfill; what it brought stays",
    params: backfillParams,
    response: backfillSchema,
    status: 200,
  },
  setBackfillRate: {
    ...paths.setBackfillRate,
    summary: "Changes how many objects a second a backfill takes in",
    params: backfillParams,
    body: backfillRateSchema,
    response: backfillSchema,
    status: 200,
  },
} as const satisfies Record<RouteName, Route>

export type Routes = typeof routes
