import type { Backfill } from "@darkroom/gallery-api"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { queryKeys, useClient } from "../api.ts"
import { errorText } from "../error-text.ts"
import { toast } from "../toasts.ts"
import { isUnderWay } from "./backfill-texts.ts"

/** Milliseconds between two looks: while one is under way, and while none is. */
const OFTEN = 2_000
const SELDOM = 15_000

type Backfills = readonly Backfill[]

/** All backfills that are listed, asked for again and again while somebody looks at the page. */
export function useBackfills() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.backfills,
    queryFn: async ({ signal }): Promise<Backfills> => (await client.listBackfills({ signal })).backfills,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? OFTEN : SELDOM),
  })
}

/** Pauses one, and so on; the list knows at once how it then stands. */
export function useBackfillChanges({ backfillId }: Pick<Backfill, "backfillId">) {
  const client = useClient()
  const queries = useQueryClient()
  const params = { backfillId }
  const options = {
    onSuccess: async (changed: Backfill) => {
      // What was asked for before the change must not be shown after it.
      await queries.cancelQueries({ queryKey: queryKeys.backfills })
      queries.setQueryData<Backfills>(queryKeys.backfills, (all) =>
        all?.map((backfill) => (backfill.backfillId === backfillId ? changed : backfill)),
      )
    },
    onError: (error: unknown) => toast({ kind: "error", text: errorText(error) }),
  }
  return {
    pause: useMutation({ ...options, mutationFn: () => client.pauseBackfill({ params }) }),
    resume: useMutation({ ...options, mutationFn: () => client.resumeBackfill({ params }) }),
    cancel: useMutation({ ...options, mutationFn: () => client.cancelBackfill({ params }) }),
    setRate: useMutation({
      ...options,
      mutationFn: (rate: number) => client.setBackfillRate({ params, body: { rate } }),
    }),
  }
}
