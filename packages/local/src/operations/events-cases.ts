import type { Cases } from "./clients.ts"
import { eventsReplayCases } from "./events-replay-cases.ts"
import { eventsRuleCases } from "./events-rule-cases.ts"

export const eventsCases: Cases = { ...eventsReplayCases, ...eventsRuleCases }
