import type { Graph } from "../graph.ts"
import type { ComponentOutputs } from "./component-outputs.ts"
import type { SynthResource } from "./mocks.ts"
import { apiNodes } from "./nodes/api-nodes.ts"
import { archiveNodes, busNodes, ruleNodes, scheduleNodes } from "./nodes/event-nodes.ts"
import { type Build, functionNodes, invokePermissionNodes, mappingNodes } from "./nodes/function-nodes.ts"
import { realtimeNodes, userPoolNodes } from "./nodes/identity-nodes.ts"
import { queueNodes, subscriptionNodes, topicNodes } from "./nodes/messaging-nodes.ts"
import { serviceRoleNodes } from "./nodes/role-nodes.ts"
import { bucketNodes, tableNodes } from "./nodes/storage-nodes.ts"
import { unsupportedNodes } from "./nodes/unsupported-nodes.ts"
import { finder, type FindAll } from "./resources.ts"

export interface Synthesised {
  readonly app: { readonly name: string; readonly stage: string }
  readonly resources: readonly SynthResource[]
  readonly builds: readonly Build[]
  readonly components: readonly ComponentOutputs[]
}

/** Reads the graph out of the synthesised resources. https://www.pulumi.com/registry/packages/aws/api-docs/ has their properties. */
export function toGraph({ app, resources, builds }: Synthesised): Graph {
  const all = finder(resources)
  return {
    app,
    functions: functionNodes(resources, builds),
    queues: queueNodes(all),
    buses: busNodes(all),
    rules: ruleNodes(all),
    archives: archiveNodes(all),
    mappings: mappingNodes(all),
    tables: tableNodes(all),
    buckets: bucketNodes(all),
    topics: topicNodes(all),
    subscriptions: subscriptionNodes(all),
    schedules: scheduleNodes(all),
    serviceRoles: serviceRoleNodes(all),
    invokePermissions: invokePermissionNodes(all),
    apis: apiNodes(all),
    userPools: userPoolNodes(all),
    realtimes: realtimeNodes(all),
    links: linksOf(all),
    unsupported: unsupportedNodes(resources),
  }
}

/** SST keeps a resource of its own for each, so that `sst shell` finds what it tells. */
function linksOf(all: FindAll): Graph["links"] {
  return Object.fromEntries(
    all("sst:sst:LinkRef").map(({ id, state }) => [id.replace(/LinkRef$/, ""), state["properties"] ?? {}]),
  )
}
