import type { Facets, PhotosQuery } from "@darkroom/gallery-api"
import { useQuery } from "@tanstack/react-query"
import { useClient } from "../api.ts"
import { useConfig } from "../config.ts"
import { counted } from "../gallery/format/quantities.ts"
import { PhotoGrid } from "../gallery/index.ts"
import { facetsQuery } from "../queries.ts"
import { buttonClass, EmptyState, Icon } from "../ui/index.ts"
import { UploadButton } from "../uploads/index.ts"
import { Page } from "./page.tsx"

const EVERYTHING: PhotosQuery = {}

/** `3 photos, 1 video` */
function mediaText({ total, videos }: Pick<Facets, "total" | "videos">): string {
  const counts = [
    [total - videos, "photo"],
    [videos, "video"],
  ] as const
  return counts.flatMap(([count, noun]) => (count > 0 ? counted(count, noun) : [])).join(", ")
}

/** Every photo and video of the person. */
export function AllPhotosPage() {
  const { data: facets } = useQuery(facetsQuery(useClient()))
  return (
    <Page title="Photos" note={facets && facets.total > 0 ? mediaText(facets) : null}>
      <PhotoGrid query={EVERYTHING} emptyState={<NoPhotos />} />
    </Page>
  )
}

function NoPhotos() {
  const { sampleUrl } = useConfig()
  const actions = (
    <>
      <UploadButton />
      {sampleUrl ? (
        <a className={buttonClass()} href={sampleUrl} download>
          <Icon name="download" />
          Get a sample photo
        </a>
      ) : null}
    </>
  )
  return (
    <EmptyState icon={<Icon name="photos" size={32} />} title="No photos yet" actions={actions}>
      <p>
        Drop photos and videos anywhere on this page, paste them, or choose them with the button. Darkroom reads when
        and where they were taken and finds out what they show.
      </p>
    </EmptyState>
  )
}
