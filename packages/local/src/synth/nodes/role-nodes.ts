import type { ServiceRoleNode } from "../../graph.ts"
import { type FindAll, type Found, parsed } from "../resources.ts"
import { statementsOfRole } from "./function-nodes.ts"

/** Services that calls of the app hand roles to. Those of functions and schedules are read with these. */
const SERVICES = ["rekognition.amazonaws.com"]

export function serviceRoleNodes(all: FindAll): ServiceRoleNode[] {
  return all("aws:iam/role:Role")
    .filter(isForService)
    .map(({ id, state }) => ({
      id: id.replace(/Role$/, ""),
      arn: state["arn"] as string,
      trust: parsed(state["assumeRolePolicy"]),
      statements: statementsOfRole(state["arn"], all),
    }))
}

function isForService({ state }: Found): boolean {
  const trust = JSON.stringify(parsed(state["assumeRolePolicy"]) ?? {})
  return SERVICES.some((service) => trust.includes(`"${service}"`))
}
