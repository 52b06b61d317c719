import { type AlbumDeps, albumRoutes } from "./albums/album-routes.ts"
import { type BackfillDeps, backfillRoutes } from "./backfills/backfill-routes.ts"
import { type MeDeps, meRoute } from "./quota/me-route.ts"
import { type UploadDeps, uploadRoutes } from "./uploads/upload-routes.ts"

export type OwnDeps = AlbumDeps & UploadDeps & BackfillDeps & MeDeps

/** Every route but those of photos/. */
export function ownRoutes(deps: OwnDeps) {
  return { ...meRoute(deps), ...albumRoutes(deps), ...uploadRoutes(deps), ...backfillRoutes(deps) }
}
