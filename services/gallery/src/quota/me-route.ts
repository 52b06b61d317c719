import type { Implementations } from "../implementations.ts"
import type { Quota } from "./quota.ts"

export function meRoute({ quota }: { readonly quota: Quota }): Pick<Implementations, "getMe"> {
  return {
    async getMe({ userId }) {
      const { resetsAt, ...used } = await quota.used(userId)
      return { userId, limits: quota.limits, used, resetsAt }
    },
  }
}
