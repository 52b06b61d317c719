import { type EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge"

export interface BusRule {
  readonly name: string
  readonly arn: string
  /** Undefined where it runs on a schedule alone. */
  readonly pattern: object | undefined
  readonly enabled: boolean
}

/** All rules of a bus; `default` is the account's own. */
export type BusRules = (bus: string) => Promise<readonly BusRule[]>

export function busRules(client: Pick<EventBridgeClient, "send">): BusRules {
  return async (bus) => {
    const rules: BusRule[] = []
    let NextToken: string | undefined
    do {
      const page = await client.send(new ListRulesCommand({ EventBusName: bus, ...(NextToken ? { NextToken } : {}) }))
      rules.push(
        ...(page.Rules ?? []).map(({ Name: name = "", Arn: arn = "", EventPattern, State }) => ({
          name,
          arn,
          pattern: EventPattern === undefined ? undefined : (JSON.parse(EventPattern) as object),
          enabled: State !== "DISABLED",
        })),
      )
      NextToken = page.NextToken
    } while (NextToken)
    return rules
  }
}
