import type { PhotoSummary } from "@darkroom/gallery-api"
import { type Query, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useCallback, useEffect, useRef, useState } from "react"
import { queryKeys, useClient } from "../../api.ts"
import type { Pages } from "../../gallery/photos/pages.ts"
import { type PhotoMessage, useMessages } from "../../realtime/index.ts"
import { useOpenPhotoId } from "../list-place.ts"
import { usePhotoPlace } from "../photo-place.ts"
import { isInSight } from "./is-in-sight.ts"
import { isTrouble, problemWatch, type Trouble } from "./problem-watch.ts"
import { troubleTeller } from "./trouble-teller.ts"

/** Of more photos than these a list tells, when one comes to it. */
const ASKED_ABOUT = 10

/** Tells of photos that come to nothing while the person does not see them. Draws nothing itself. */
export function ProblemToasts() {
  const queries = useQueryClient()
  const client = useClient()
  const [watch] = useState(() => problemWatch(performance.timeOrigin))
  const tell = useTelling()
  useEffect(() => {
    const cache = queries.getQueryCache()
    const look = ({ state }: Query) => tell(watch.see(photosOf(state.data as Pages | undefined)))
    for (const query of cache.findAll({ queryKey: queryKeys.allPhotos })) look(query)
    return cache.subscribe((event) => {
      const isList = event.query.queryKey[0] === queryKeys.allPhotos[0]
      if (isList && event.type === "updated" && event.action.type === "success") look(event.query)
    })
  }, [queries, watch, tell])
  useMessages(
    useCallback(
      (messages: readonly PhotoMessage[]) => {
        const last = new Map(messages.map((message) => [message.photoId, message.status]))
        for (const [photoId, status] of last) if (status === "processing") watch.begun(photoId)
        // A list that is shown knows it already.
        const unknown = [...last].filter(([photoId, status]) => isTrouble(status) && !watch.knows(photoId))
        for (const [photoId] of unknown.slice(0, ASKED_ABOUT)) {
          watch.begun(photoId)
          void client.getPhoto({ params: { photoId } }).then(
            (photo) => tell(watch.see([photo])),
            // Deleted meanwhile, or no network: its tile says it.
            () => undefined,
          )
        }
      },
      [client, watch, tell],
    ),
  )
  return null
}

/** Without what a list only keeps from before. */
function photosOf(list: Pages | undefined): readonly PhotoSummary[] {
  return list?.pages.filter(({ isStale }) => !isStale).flatMap(({ photos }) => photos) ?? []
}

function useTelling(): (photos: readonly Trouble[]) => void {
  const navigate = useNavigate()
  const { openPhoto } = usePhotoPlace()
  const open = useOpenPhotoId()
  const now = useRef({ openPhoto, open })
  useEffect(() => {
    now.current = { openPhoto, open }
  })
  const [tell] = useState(() =>
    troubleTeller({
      isSeen: (photoId) => photoId === now.current.open || isInSight(photoId),
      show: ([first, ...others]) => {
        if (first === undefined) return
        if (others.length === 0) now.current.openPhoto(first.photoId)
        else void navigate({ to: "/search", search: { status: first.status } })
      },
    }),
  )
  return tell
}
