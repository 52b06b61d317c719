import { createRecogniser } from "@darkroom/vision"
import type http from "node:http"
import { ACCOUNT, REGION } from "./account.ts"
import { type GatewayService, startGateway } from "./aws/gateway.ts"
import type { Eyes } from "./aws/rekognition/rekognition.ts"
import type { AwsService, ServiceContext } from "./aws/service.ts"
import { type Clock, systemClock } from "./clock.ts"
import { dailyLifecycle } from "./engine/daily-lifecycle.ts"
import { openFronts } from "./engine/fronts.ts"
import { startFunctions, startMappings, stopMappings } from "./engine/functions.ts"
import { openPermissions } from "./engine/permissions.ts"
import { queueMetrics } from "./engine/queue-metrics.ts"
import { recentDenials, type RecentDenial } from "./engine/recent-denials.ts"
import { recentInvocations } from "./engine/recent-invocations.ts"
import { type RekognitionQuotas, type Services, startServices } from "./engine/services.ts"
import { startAhead } from "./engine/start-ahead.ts"
import type { FaultPlan } from "./faults/fault-plan.ts"
import type { Graph } from "./graph.ts"
import { accessKeys } from "./iam/access-keys.ts"
import { iamGuard } from "./iam/guard.ts"
import type { Denial, Iam } from "./iam/iam.ts"
import { hashKeys, redriveSources } from "./iam/needs/arns.ts"
import { publicAccess } from "./iam/public-access.ts"
import { bundledCode } from "./lambda/bundles/bundled-code.ts"
import { type FunctionCode, sourceCode } from "./lambda/function-code.ts"
import { functionSecret } from "./lambda/function-secret.ts"
import type { FunctionRunner, FunctionStats, InvocationRecord, RunnerOptions } from "./lambda/function-runner.ts"
import { hops } from "./lambda/hops.ts"
import { type FunctionLogs, functionLogs } from "./logs/function-logs.ts"
import { openStore } from "./store.ts"

export type { OpenVideo, PlayedVideo, TransactionsPerSecond, VideoJob } from "./aws/rekognition/rekognition.ts"
export type { RekognitionQuotas } from "./engine/services.ts"
export type { Denial, UsedPermissions } from "./iam/iam.ts"

export { ACCOUNT, REGION } from "./account.ts"

/** `detectLabels` and any part of what else there is to see; whoever brings one closes it. */
export interface ImageRecogniser extends Eyes {
  close(): Promise<void>
}

export interface EngineOptions {
  readonly graph: Graph
  /** Folder of sst.config.ts; handlers are relative to it. */
  readonly root: string
  /** 0 picks a free port. */
  readonly port: number
  /** Folder for what S3, DynamoDB, queues and archives hold; in memory, and gone at the end, where there is none. */
  readonly folder?: string
  /** With a clock of one's own, which is moved, lifecycle rules apply day by day; by the system's, objects stay until somebody asks. */
  readonly clock?: Clock
  /** Looks at images for the offline Rekognition; the packaged models unless a test brings its own. What that cannot do finds nothing. */
  readonly recogniser?: ImageRecogniser
  /** Quotas of the offline Rekognition. */
  readonly rekognition?: RekognitionQuotas
  /** Execution environments of one function at once, at the most. Default: as many as there are processors. */
  readonly concurrency?: number
  /** Folder that keeps bundles of the functions' code. Without it they run from their sources as they are. */
  readonly bundles?: string
  /** How long a function's process waits for its next invocation before it ends. Default: 60. */
  readonly idleSeconds?: number
  /** The port at which a debugger is let into a function, 0 for any free one; undefined for none. */
  readonly inspect?: NonNullable<RunnerOptions["inspect"]>
  /** What functions print, and for which invocation. */
  readonly onLine?: RunnerOptions["onLine"]
  /** Invocations that ended badly: crashes, timeouts, handlers that threw. */
  readonly onError?: (functionId: string, error: unknown) => void
  /** Calls that the stacks' permissions do not allow, of functions and of AWS's services. */
  readonly onDenied?: (denial: Denial) => void
  /** Makes calls of services go wrong, for tests. */
  readonly faults?: FaultPlan
  /** Answers a browser. */
  readonly page?: (request: http.IncomingMessage, response: http.ServerResponse) => void
}

export interface Engine extends Pick<
  Services,
  "s3" | "sqs" | "events" | "sns" | "scheduler" | "cloudWatch" | "rekognition"
> {
  readonly url: string
  readonly graph: Graph
  readonly services: readonly Pick<AwsService, "name" | "operations">[]
  readonly iam: Pick<Iam, "usedPermissions">
  /** By their ARNs. */
  readonly functions: ReadonlyMap<string, FunctionRunner>
  readonly logs: FunctionLogs
  /** How the last invocations went (up to a thousand), latest first. */
  invocations(): InvocationRecord[]
  /** Calls that permissions have not allowed since a time in milliseconds since the epoch (up to a thousand), latest first. */
  denials(since: number): RecentDenial[]
  /** Starts an execution environment of each function that has none; of the named ones where names are given. */
  warm(ids?: readonly string[]): Promise<void>
  /** New code: functions load it at their next invocation. */
  recycle(): void
  stats(): FunctionStats[]
  close(): Promise<void>
}

/** Runs the app of the graph: AWS's services on one endpoint, and its functions from their TypeScript. Throws MappingNotPermitted, UnsupportedPolicy. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { graph, folder, clock = systemClock, onError = () => {} } = options
  const regional = { region: REGION, accountId: ACCOUNT }
  // Before anything is opened: it throws for what AWS would refuse to deploy.
  const refused = recentDenials(clock)
  const permissions = openPermissions(graph, { ...regional, clock }, (denial) => {
    refused.add(denial)
    options.onDenied?.(denial)
  })
  const store = openStore(folder)
  const context: ServiceContext = { ...regional, clock, store }
  const recogniser: ImageRecogniser = options.recogniser ?? createRecogniser()
  let functions: ReadonlyMap<string, FunctionRunner> = new Map()
  const fronts = openFronts({ graph, context, functions: () => functions, url: () => gateway.url, onError })
  const secret = functionSecret(store)
  const secretsOf = accessKeys(permissions.iam, secret)
  const services = await startServices(
    {
      ...options,
      onError,
      recogniser,
      permissions,
      secretsOf,
      functions: () => functions,
      publishLive: fronts.publishLive,
    },
    context,
  )
  const { sqs, invocations, cloudWatch, switches } = services
  const arns = { ...regional, sourcesOf: redriveSources(graph.queues), hashKeyOf: hashKeys(graph.tables) }
  const isPublic = publicAccess(permissions.policies, arns)
  const { page = nothingHere } = options
  const gateway = await startGateway({
    port: options.port,
    services: services.all.map((service) => (service.name === "s3" ? withPublicAccess(service, isPublic) : service)),
    guard: iamGuard(permissions.iam, arns, secretsOf),
    fallback: (request, response) => void (fronts.answer(request, response) || page(request, response)),
    allowsOrigin: fronts.allowsOrigin,
    upgrade: fronts.upgrade,
  })
  const logs = functionLogs({ store, clock, onMetrics: (_, emf) => cloudWatch.putEmf(emf) })
  const recent = recentInvocations(graph, cloudWatch)
  const known = hops(store)
  const code = codeOf(options)
  functions = startFunctions(graph, {
    ...options,
    code,
    onBegin: startAhead(known, () => functions),
    region: REGION,
    secret,
    endpoint: gateway.url,
    clock,
    onLine(functionId, line, stream, requestId) {
      logs.add(functionId, line, stream, requestId)
      options.onLine?.(functionId, line, stream, requestId)
    },
    onInvocation: recent.add,
    onRecursion: recent.recursion,
  })
  // Whoever received them is gone with the engine of before.
  for (const { arn } of graph.queues) sqs.releaseInFlight(arn)
  // Not of a clock that is moved by days: nobody looks at so many minutes.
  const endQueueMetrics = options.clock ? () => {} : queueMetrics(graph, services, clock)
  const endLifecycle = options.clock ? dailyLifecycle(services.s3, clock) : async () => {}
  const mappings = startMappings({ ...options, onError, clock, sqs, functions, switches, region: REGION })
  return {
    ...services,
    url: gateway.url,
    graph,
    services: services.all,
    functions,
    iam: permissions.iam,
    logs,
    invocations: recent.all,
    denials: refused.since,
    async warm(ids) {
      const wanted = [...functions.values()].filter(({ node }) => ids?.includes(node.id) ?? true)
      await Promise.all(wanted.map((runner) => runner.warm()))
    },
    recycle() {
      code.refresh()
      for (const runner of functions.values()) runner.recycle()
    },
    stats: () => [...functions.values()].map((runner) => runner.stats()),
    async close() {
      await stopMappings(mappings)
      endQueueMetrics()
      await endLifecycle()
      // Before the processes end, or it would take their end for a failure of theirs.
      invocations.close()
      await fronts.close()
      for (const runner of functions.values()) runner.close()
      known.save()
      await gateway.close()
      for (const service of services.all) await service.close()
      if (options.recogniser === undefined) await recogniser.close()
      store.close()
    },
  }
}

function codeOf({ graph, root, bundles, onError = () => {} }: EngineOptions): FunctionCode {
  if (bundles === undefined) return sourceCode(root)
  return bundledCode({
    root,
    folder: bundles,
    functions: graph.functions,
    onError: (error) => onError("bundles", error),
  })
}

const nothingHere: NonNullable<EngineOptions["page"]> = (_, response) =>
  void response.writeHead(404, { "content-type": "text/plain" }).end("There is no page here.\n")

/** Objects of public buckets are for everybody. */
function withPublicAccess(s3: GatewayService, isPublic: NonNullable<GatewayService["takesUnsigned"]>): GatewayService {
  return { ...s3, takesUnsigned: (request) => s3.takesUnsigned?.(request) || isPublic(request) }
}
