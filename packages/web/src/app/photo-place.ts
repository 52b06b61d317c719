import { useLocation, useNavigate, useRouter } from "@tanstack/react-router"
import { createContext, use } from "react"
import { linkTo, type ListPlace } from "./list-place.ts"

/** The list below the photo; the shell provides it. */
export const ListPlaceContext = createContext<ListPlace>({ list: "all" })

/** The list that is shown, or that lies below an open photo. */
export const useCurrentList = (): ListPlace => use(ListPlaceContext)

/** Opens, changes and closes the photo over the list. */
export function usePhotoPlace() {
  const navigate = useNavigate()
  const router = useRouter()
  const list = useCurrentList()
  const { overList = false } = useLocation().state
  return {
    /** From a list. */
    openPhoto: (photoId: string) =>
      void navigate({ to: "/photos/$photoId", params: { photoId }, state: { overList: true }, resetScroll: false }),
    /** Another one in the place of the one that is open. */
    showPhoto: (photoId: string) =>
      void navigate({
        to: "/photos/$photoId",
        params: { photoId },
        state: { overList },
        replace: true,
        resetScroll: false,
      }),
    /** Back to the list. */
    closePhoto: () => {
      if (overList) router.history.back()
      else void navigate({ ...linkTo(list), replace: true, resetScroll: false })
    },
  }
}
