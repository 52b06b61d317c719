import { ACCOUNT, REGION } from "../../account.ts"
import type { ArchiveNode, BusNode, RuleNode, ScheduleNode, TargetNode } from "../../graph.ts"
import { type FindAll, type Found, optional, parsed, type State } from "../resources.ts"
import { statementsOfRole } from "./function-nodes.ts"

/** What AWS retries where the app does not say otherwise. */
const RETRY = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 }

/** Every account has a default bus, whether the app names it or not. */
const DEFAULT_BUS = { id: "Default", name: "default", arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default` }

export function busNodes(all: FindAll): BusNode[] {
  const buses = all("aws:cloudwatch/eventBus:EventBus").map(({ id, state }) => ({
    id: id.replace(/Bus$/, ""),
    name: state["name"] as string,
    arn: state["arn"] as string,
  }))
  return buses.some(({ name }) => name === DEFAULT_BUS.name) ? buses : [...buses, DEFAULT_BUS]
}

export function ruleNodes(all: FindAll): RuleNode[] {
  const targets = all("aws:cloudwatch/eventTarget:EventTarget")
  return all("aws:cloudwatch/eventRule:EventRule").map(({ state }) => ruleNode(state, targets))
}

function ruleNode(state: State, targets: readonly Found[]): RuleNode {
  const bus = state["eventBusName"] ?? "default"
  const own = targets.filter(
    (target) => target.state["rule"] === state["name"] && (target.state["eventBusName"] ?? "default") === bus,
  )
  return {
    name: state["name"],
    arn: state["arn"],
    bus,
    ...optional("pattern", parsed(state["eventPattern"])),
    ...optional("schedule", state["scheduleExpression"] as string | undefined),
    enabled: state["state"] !== "DISABLED",
    targets: own.map(targetNode),
  }
}

function targetNode({ id, state }: Found): TargetNode {
  return {
    id: state["targetId"] ?? id,
    arn: state["arn"],
    ...optional("deadLetterArn", state["deadLetterConfig"]?.arn as string | undefined),
    ...optional("retry", state["retryPolicy"] as TargetNode["retry"]),
    ...optional("input", state["input"] as string | undefined),
    ...optional("inputPath", state["inputPath"] as string | undefined),
    ...(state["inputTransformer"] ? { inputTransformer: transformerOf(state["inputTransformer"]) } : {}),
  }
}

/** Pulumi says inputPaths where EventBridge says InputPathsMap. */
function transformerOf({ inputPaths = {}, inputTemplate }: State) {
  return { inputPathsMap: inputPaths, inputTemplate }
}

export function archiveNodes(all: FindAll): ArchiveNode[] {
  return all("aws:cloudwatch/eventArchive:EventArchive").map(({ state }) => ({
    name: state["name"],
    busArn: state["eventSourceArn"],
    retentionDays: state["retentionDays"] ?? 0,
    ...optional("pattern", state["eventPattern"] as string | undefined),
  }))
}

export function scheduleNodes(all: FindAll): ScheduleNode[] {
  return all("aws:scheduler/schedule:Schedule").map(({ state }) => scheduleNode(state, all))
}

function scheduleNode(state: State, all: FindAll): ScheduleNode {
  const { target, flexibleTimeWindow } = state
  return {
    name: state["name"],
    group: state["groupName"] ?? "default",
    arn: state["arn"],
    expression: state["scheduleExpression"],
    enabled: state["state"] !== "DISABLED",
    ...optional("timezone", state["scheduleExpressionTimezone"] as string | undefined),
    ...optional("start", timeOf(state["startDate"])),
    ...optional("end", timeOf(state["endDate"])),
    ...optional("flexibleWindowMinutes", flexibleTimeWindow?.maximumWindowInMinutes as number | undefined),
    target: {
      arn: target.arn,
      roleArn: target.roleArn,
      ...optional("input", target.input as string | undefined),
      ...optional("deadLetterArn", target.deadLetterConfig?.arn as string | undefined),
      retry: { ...RETRY, ...target.retryPolicy },
    },
    statements: statementsOfRole(target.roleArn, all),
  }
}

function timeOf(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Date.parse(date)
}
