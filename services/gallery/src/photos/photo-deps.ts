import type { CatalogReader } from "@darkroom/catalog-model"
import type { Publish } from "@darkroom/lambda"
import type { AlbumStore } from "../albums/album-store.ts"
import type { Clock } from "../clock.ts"
import type { PhotoUrls } from "../urls.ts"

/** What the routes on photos need. */
export interface PhotoDeps {
  readonly catalog: CatalogReader
  readonly albums: Pick<AlbumStore, "photoIds" | "albumsOf" | "forget">
  readonly urls: PhotoUrls
  /** For the gallery's own events: ImageDeleted, RetryRequested. */
  readonly publish: Publish
  readonly clock: Clock
}
