import { type BackfillDeps, isOperator } from "../backfills/backfill-routes.ts"
import type { Implementations } from "../implementations.ts"
import type { Quota } from "./quota.ts"

export type MeDeps = { readonly quota: Quota } & Pick<BackfillDeps, "hasSecondFactor">

export function meRoute(deps: MeDeps): Pick<Implementations, "getMe"> {
  const { quota } = deps
  return {
    async getMe({ userId, groups }) {
      const operator = await isOperator({ userId, groups }, deps)
      const { resetsAt, ...used } = await quota.used(userId)
      return { userId, limits: quota.limits, used, resetsAt, operator }
    },
  }
}
