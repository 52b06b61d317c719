import { CatchBoundary } from "@tanstack/react-router"
import { Suspense } from "react"
import { Spinner } from "../ui/index.ts"
import { Crash } from "./crash.tsx"
import { lazyPart } from "./lazy-part.tsx"
import styles from "./photo-overlay.module.css"

const OpenPhoto = lazyPart(async () => (await import("./open-photo.tsx")).OpenPhoto)

/** The photo that is open, over the list. */
export function PhotoOverlay({ photoId }: { readonly photoId: string }) {
  return (
    <div className={styles["overlay"]}>
      <CatchBoundary getResetKey={() => photoId} errorComponent={Crash}>
        <Suspense fallback={<Spinner label="Opening the photo" size={32} />}>
          <OpenPhoto photoId={photoId} />
        </Suspense>
      </CatchBoundary>
    </div>
  )
}
