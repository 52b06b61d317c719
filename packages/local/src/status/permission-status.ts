import type { Engine } from "../engine.ts"
import { arnNames } from "./arn-names.ts"

/** GET /status/permissions: by function what it is granted, what of it was called since the start, and what was not. */
export function permissionStatus({ graph, iam }: Pick<Engine, "graph" | "iam">) {
  const nameOf = arnNames(graph)
  return iam.usedPermissions().map(({ functionId, statements }) => ({
    functionId,
    statements: statements.map((statement) => ({ ...statement, names: statement.resources.map(nameOf) })),
  }))
}
