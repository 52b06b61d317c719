import type { Statement } from "../graph.ts"
import { type PolicyStatement, readStatement } from "./statement.ts"
import { wildcard } from "./wildcard.ts"

/** A statement that grants something, and what of it was needed since the start. */
export interface UsedStatement {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Actions that were called, by AWS's names. */
  readonly used: readonly string[]
  /** Of `actions`, those by which nothing was called. */
  readonly unused: readonly string[]
  /** How many calls there were of each action. */
  readonly calls: Readonly<Record<string, number>>
}

/** Counts what a role's statements are used for. A call counts for every statement that allows it: none of them is known to be superfluous. */
export function countUses(statements: readonly Statement[], owner: string) {
  const granting = statements.filter((statement) => readStatement(statement, owner).effect === "allow")
  const counts = new Map(granting.map((statement) => [statement, new Map<string, number>()]))
  return {
    record(allowing: readonly Statement[], action: string): void {
      for (const statement of allowing) {
        const calls = counts.get(statement)
        calls?.set(action, (calls.get(action) ?? 0) + 1)
      }
    },
    used: () => [...counts].map(([statement, calls]) => usedStatement(readStatement(statement, owner), calls)),
  }
}

function usedStatement(
  { actions = [], resources = [] }: PolicyStatement,
  calls: ReadonlyMap<string, number>,
): UsedStatement {
  const used = [...calls.keys()].sort()
  const isUnused = (action: string) => !used.some(wildcard(action, "i"))
  return { actions, resources, used, unused: actions.filter(isUnused), calls: Object.fromEntries(calls) }
}
