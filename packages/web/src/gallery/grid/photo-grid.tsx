import type { PhotosQuery } from "@darkroom/gallery-api"
import { type ReactNode, useRef } from "react"
import { canPass } from "../../can-pass.ts"
import { errorText } from "../../error-text.ts"
import { Button, EmptyState, Icon, Spinner } from "../../ui/index.ts"
import { usePhotos } from "../photos/use-photos.ts"
import { LoadedGrid } from "./loaded-grid.tsx"
import styles from "./photo-grid.module.css"

export interface PhotoGridProps {
  /** Which photos; the same object as long as it asks for the same. */
  readonly query: PhotosQuery
  /** The album that is looked at, from which photos can be taken. */
  readonly albumId?: string
  readonly emptyState: ReactNode
}

/** Photos in rows, as many as there are, loaded as they come near. */
export function PhotoGrid({ query, albumId, emptyState }: PhotoGridProps) {
  const seen = useRef<readonly [number, number]>([0, 0])
  const list = usePhotos(query, seen)
  if (list.isPending) return <Loading />
  if (list.photos.length > 0) return <LoadedGrid {...{ list, query, seen, albumId }} />
  if (list.error) return <NotLoaded error={list.error} retry={() => void list.refetch()} />
  return list.hasNextPage ? <Loading /> : emptyState
}

function Loading() {
  return (
    <div className={styles["loading"]}>
      <Spinner label="Loading photos" size={32} />
    </div>
  )
}

function NotLoaded({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const action = canPass(error) ? (
    <Button variant="primary" icon={<Icon name="retry" />} onClick={retry}>
      Try again
    </Button>
  ) : null
  return (
    <EmptyState icon={<Icon name="warning" size={32} />} title="The photos could not be loaded" actions={action}>
      <p>{errorText(error)}</p>
    </EmptyState>
  )
}
