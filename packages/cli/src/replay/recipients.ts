import { ServiceMuted, UnknownService } from "../errors.ts"
import type { Operations, SubscriberTarget } from "../operations.ts"

/** Who gets what is replayed, and who would and does not, as it drops replays. */
export interface Recipients {
  readonly reached: readonly SubscriberTarget[]
  readonly muted: readonly SubscriberTarget[]
}

/** Those that rules of the bus feed: of these services, or of all. Throws UnknownService, ServiceMuted. */
export function recipientsOf(
  { subscribers }: Pick<Operations, "subscribers">,
  services?: readonly string[],
): Recipients {
  const fed = subscribers.filter(({ rules }) => rules.length > 0)
  const isCalled = (name: string) => (target: SubscriberTarget) => target.service === name || target.name === name
  const unknown = services?.find((name) => !fed.some(isCalled(name)))
  if (unknown !== undefined) throw new UnknownService(unknown, [...new Set(fed.map(({ service }) => service))])
  const meant = services ? fed.filter((target) => services.some((name) => isCalled(name)(target))) : fed
  const reached = meant.filter(({ onReplay }) => onReplay !== "drop")
  if (reached.length === 0) throw new ServiceMuted([...new Set(meant.map(({ service }) => service))])
  return { reached, muted: meant.filter(({ onReplay }) => onReplay === "drop") }
}

export function consumes({ rules }: SubscriberTarget, type: string): boolean {
  return rules.some(({ events }) => events.includes(type))
}
