import type { PhotoSummary } from "@darkroom/gallery-api"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { queryKeys, useClient } from "../../api.ts"
import { eachOf } from "../../each-of.ts"
import { errorText } from "../../error-text.ts"
import { toast } from "../../toasts.ts"
import { counted } from "../format/quantities.ts"

export interface Retry {
  readonly photoId: string
  readonly step: string
}

/** Tries failed steps again: those of some photos, or of all that failed for the same reason as one. */
export function useRetry() {
  const client = useClient()
  const queries = useQueryClient()
  const refresh = () =>
    Promise.all(
      [queryKeys.allPhotos, queryKeys.allDetails, queryKeys.facets].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    )
  const onError = (error: unknown) => toast({ kind: "error", text: `Not tried again: ${errorText(error)}` })
  const some = useMutation({
    mutationFn: async (retries: readonly Retry[]) => {
      const { failed } = await eachOf(retries, ({ photoId, step }) =>
        client.retryStep({ params: { photoId }, body: { step } }),
      )
      if (failed[0]) throw failed[0].error
      say(retries.length)
    },
    onError,
    onSettled: refresh,
  })
  const alike = useMutation({
    mutationFn: async ({ step, code }: NonNullable<PhotoSummary["problem"]>) =>
      say((await client.retryAll({ body: { service: step, class: code } })).photos),
    onError,
    onSettled: refresh,
  })
  return { some, alike }
}

function say(photos: number): void {
  toast({
    kind: "info",
    text: photos === 0 ? "There is nothing to try again." : `${counted(photos, "photo")} tried again.`,
  })
}
