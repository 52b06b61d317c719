import { CatchBoundary } from "@tanstack/react-router"
import { useUser } from "../auth/use-user.ts"
import { useClient } from "../api.ts"
import { RealtimeProvider } from "../realtime/index.ts"
import { Toasts } from "../ui/index.ts"
import { DropZone, UploadProvider } from "../uploads/index.ts"
import { Banners } from "./banners.tsx"
import { Crash } from "./crash.tsx"
import { Header } from "./header.tsx"
import { ListView } from "./list-view.tsx"
import { useListPlace, useOpenPhotoId } from "./list-place.ts"
import { Navigation } from "./navigation.tsx"
import { ListPlaceContext } from "./photo-place.ts"
import { PhotoOverlay } from "./photo-overlay.tsx"
import { ProblemsPart } from "./problems-part.tsx"
import { SessionPart } from "./session-part.tsx"
import { SkipLink } from "./skip-link.tsx"
import styles from "./shell.module.css"
import { UploadsPart } from "./uploads-part.tsx"
import { useFirstLook } from "./use-first-look.ts"
import { useFocusReturn } from "./use-focus-return.ts"
import { usePageCovered } from "./use-page-covered.ts"
import { useScrollReturn } from "./use-scroll-return.ts"

/** Everything around the lists, and the photo over them. It stays while the person goes from page to page. */
export function Shell() {
  const user = useUser()
  useFirstLook()
  return (
    <UploadProvider client={useClient()} userId={user.userId}>
      <RealtimeProvider>
        <Layout />
        <Toasts />
        <SessionPart />
        <ProblemsPart />
      </RealtimeProvider>
    </UploadProvider>
  )
}

function Layout() {
  const place = useListPlace()
  const photoId = useOpenPhotoId()
  const focus = useFocusReturn(photoId !== undefined)
  usePageCovered(photoId !== undefined)
  useScrollReturn(photoId !== undefined)
  return (
    <ListPlaceContext value={place}>
      <DropZone {...(place.list === "album" ? { albumId: place.albumId } : {})}>
        <div className={styles["shell"]} inert={photoId !== undefined} onFocus={focus.remember}>
          <SkipLink />
          <Header />
          <Navigation />
          <main id="main" tabIndex={-1} className={styles["main"]}>
            <Banners />
            <CatchBoundary getResetKey={() => JSON.stringify(place)} errorComponent={Crash}>
              <ListView place={place} />
            </CatchBoundary>
          </main>
          <UploadsPart />
        </div>
        {photoId === undefined ? null : <PhotoOverlay photoId={photoId} />}
      </DropZone>
    </ListPlaceContext>
  )
}
