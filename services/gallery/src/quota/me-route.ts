import { isOperator } from "../backfills/backfill-routes.ts"
import type { Implementations } from "../implementations.ts"
import type { Quota } from "./quota.ts"

export function meRoute({ quota }: { readonly quota: Quota }): Pick<Implementations, "getMe"> {
  return {
    async getMe({ userId, groups }) {
      const { resetsAt, ...used } = await quota.used(userId)
      return { userId, limits: quota.limits, used, resetsAt, operator: isOperator({ groups }) }
    },
  }
}
