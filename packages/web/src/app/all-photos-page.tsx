import type { PhotosQuery } from "@darkroom/gallery-api"
import { useQuery } from "@tanstack/react-query"
import { photosText } from "../albums/index.ts"
import { useClient } from "../api.ts"
import { useConfig } from "../config.ts"
import { PhotoGrid } from "../gallery/index.ts"
import { facetsQuery } from "../queries.ts"
import { buttonClass, EmptyState, Icon } from "../ui/index.ts"
import { UploadButton } from "../uploads/index.ts"
import { Page } from "./page.tsx"

const EVERYTHING: PhotosQuery = {}

/** Every photo of the person. */
export function AllPhotosPage() {
  const { data: facets } = useQuery(facetsQuery(useClient()))
  return (
    <Page title="Photos" note={facets && facets.total > 0 ? photosText(facets.total) : null}>
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
        Drop photos anywhere on this page, paste them, or choose them with the button. Darkroom reads when and where
        they were taken and finds out what they show.
      </p>
    </EmptyState>
  )
}
