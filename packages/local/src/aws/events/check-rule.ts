import type { BusConfig, RuleConfig } from "./config.ts"

/** Throws for a rule that AWS would not deploy. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export function checkRule(
  { name, pattern, schedule, targets }: RuleConfig,
  bus: BusConfig,
  buses: readonly BusConfig[],
) {
  if (pattern === undefined && schedule === undefined)
    throw new Error(`Rule ${name} has neither a pattern nor a schedule`)
  if (schedule !== undefined && bus.name !== "default")
    throw new Error(`Rule ${name} has a schedule, which only the default event bus can have, and is on ${bus.name}`)
  if (schedule !== undefined && !/^(rate|cron)\(/.test(schedule))
    throw new Error(`Rule ${name} has the schedule ${schedule}, and a rule's schedule is a rate or a cron expression`)
  for (const { id, arn, input, inputPath, inputTransformer } of targets) {
    if (!buses.some((candidate) => candidate.arn === arn)) continue
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
    if ((input ?? inputPath ?? inputTransformer) !== undefined)
      throw new Error(`Target ${id} of rule ${name} is an event bus, which takes events as they are, and has an input`)
  }
}
