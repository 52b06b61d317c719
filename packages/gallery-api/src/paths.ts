/** Method and path of each route, parameters in braces as in OpenAPI: what a client needs, and no more. */
export const paths = {
  getMe: { method: "GET", path: "/me" },
  listAlbums: { method: "GET", path: "/albums" },
  createAlbum: { method: "POST", path: "/albums" },
  renameAlbum: { method: "PATCH", path: "/albums/{albumId}" },
  deleteAlbum: { method: "DELETE", path: "/albums/{albumId}" },
  addToAlbum: { method: "PUT", path: "/albums/{albumId}/photos/{photoId}" },
  removeFromAlbum: { method: "DELETE", path: "/albums/{albumId}/photos/{photoId}" },
  signUploads: { method: "POST", path: "/uploads" },
  cancelUpload: { method: "DELETE", path: "/uploads/{uploadId}" },
  listPhotos: { method: "GET", path: "/photos" },
  getPhoto: { method: "GET", path: "/photos/{photoId}" },
  deletePhoto: { method: "DELETE", path: "/photos/{photoId}" },
  retryStep: { method: "POST", path: "/photos/{photoId}/retries" },
  retryAll: { method: "POST", path: "/retries" },
  getFacets: { method: "GET", path: "/facets" },
  listBackfills: { method: "GET", path: "/backfills" },
  pauseBackfill: { method: "POST", path: "/backfills/{backfillId}/pause" },
  resumeBackfill: { method: "POST", path: "/backfills/{backfillId}/resume" },
  cancelBackfill: { method: "POST", path: "/backfills/{backfillId}/cancel" },
  setBackfillRate: { method: "PUT", path: "/backfills/{backfillId}/rate" },
} as const

export type RouteName = keyof typeof paths
