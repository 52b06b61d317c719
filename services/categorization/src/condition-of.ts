import type { Condition } from "@darkroom/events"

type Kinds = Condition extends infer Each ? (Each extends unknown ? keyof Each : never) : never

/** What stands under that kind of condition: `ConditionOf<"faces">` is `{ count, minConfidence, area }`. */
export type ConditionOf<Kind extends Kinds> = Extract<Condition, Readonly<Record<Kind, unknown>>>[Kind]
