import { PhotoView } from "../gallery/index.ts"
import { useNeighbours } from "./use-neighbours.ts"

/** A photo with those beside it in the list; a file of its own, so that it is loaded when the first photo is opened. */
export function OpenPhoto({ photoId }: { readonly photoId: string }) {
  return <PhotoView photoId={photoId} neighbours={useNeighbours(photoId)} />
}
