import { join } from "node:path"
import type http from "node:http"
import { availableParallelism } from "node:os"
import { createRecogniser, type Recogniser } from "@darkroom/vision"
import { dynamoDbService } from "./aws/dynamodb/dynamodb.ts"
import { type Deliver, type DroppedDelivery, eventsService, type EventsService } from "./aws/events/events.ts"
import { type Gateway, startGateway } from "./aws/gateway.ts"
import { rekognitionService } from "./aws/rekognition/rekognition.ts"
import { s3Service, type S3Event, type S3Service } from "./aws/s3/s3.ts"
import type { AwsService, ServiceContext } from "./aws/service.ts"
import { type MessageAttributes as SnsAttributes, snsService, type SnsService } from "./aws/sns/sns.ts"
import { type MessageAttributes, sqsService, type SqsService, stringAttributes } from "./aws/sqs/sqs.ts"
import { type Clock, systemClock } from "./clock.ts"
import type { FaultPlan } from "./faults/fault-plan.ts"
import { withFaults } from "./faults/with-faults.ts"
import type { Graph } from "./graph.ts"
import { formPermissions } from "./iam/form-permissions.ts"
import { iamGuard } from "./iam/guard.ts"
import { type Denial, type Iam, openIam } from "./iam/iam.ts"
import { checkMappings } from "./iam/mapping-permissions.ts"
import { objectReader } from "./iam/object-reader.ts"
import { type CheckQueuePolicy, queuePolicies } from "./iam/queue-policies.ts"
import { type Mapping, startMapping } from "./lambda/event-source-mapping.ts"
import { type FunctionRunner, functionRunner, type FunctionStats } from "./lambda/function-runner.ts"
import { openStore } from "./store.ts"

export type { Denial, UsedPermissions } from "./iam/iam.ts"

export const REGION = "us-east-1"
export const ACCOUNT = "000000000000"

export interface EngineOptions {
  readonly graph: Graph
  /** Folder of sst.config.ts; handlers are relative to it. */
  readonly root: string
  /** 0 picks a free port. */
  readonly port: number
  /** Folder for what S3, DynamoDB, queues and archives hold; in memory, and gone at the end, where there is none. */
  readonly folder?: string
  readonly clock?: Clock
  /** Looks at images for the offline Rekognition; the packaged model unless a test brings its own. */
  readonly recogniser?: Recogniser
  /** Execution environments of one function at once, at the most. Default: as many as there are processors. */
  readonly concurrency?: number
  /** What functions print. */
  readonly onLine?: (functionId: string, line: string, stream: "stdout" | "stderr") => void
  /** Invocations that ended badly: crashes, timeouts, handlers that threw. */
  readonly onError?: (functionId: string, error: unknown) => void
  /** Calls that the stacks' permissions do not allow, of functions and of EventBridge. */
  readonly onDenied?: (denial: Denial) => void
  /** Makes calls of services go wrong, for tests. */
  readonly faults?: FaultPlan
  /** Answers a browser. */
  readonly page?: (request: http.IncomingMessage, response: http.ServerResponse) => void
}

export interface Engine {
  readonly url: string
  readonly graph: Graph
  readonly s3: S3Service
  readonly sqs: SqsService
  readonly events: EventsService
  readonly sns: SnsService
  readonly iam: Pick<Iam, "usedPermissions">
  readonly functions: ReadonlyMap<string, FunctionRunner>
  /** Starts an execution environment of each function, so that the first photo need not wait for it. */
  warm(): Promise<void>
  /** New code: functions load it at their next invocation. */
  recycle(): void
  stats(): FunctionStats[]
  close(): Promise<void>
}

/** Runs the app of the graph: AWS's services on one endpoint, and its functions from their TypeScript. Throws MappingNotPermitted, UnsupportedPolicy. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { graph, folder, clock = systemClock } = options
  // Before anything is opened: these throw for what AWS would refuse to deploy.
  const iam = openIam(graph.functions, options.onDenied)
  const permissions = { iam, checkQueuePolicy: queuePolicies(graph.queues, options.onDenied) }
  checkMappings(graph, iam)
  const store = openStore(folder)
  const context: ServiceContext = { clock, store, region: REGION, accountId: ACCOUNT }
  const recogniser = options.recogniser ?? createRecogniser()
  const services = await startServices(options, context, recogniser, permissions)
  const gateway = await startGateway({
    port: options.port,
    services: services.all,
    guard: iamGuard(iam, context),
    ...(options.page ? { fallback: options.page } : {}),
  })
  const functions = startFunctions(options, gateway)
  // Whoever received them is gone with the engine of before.
  for (const { arn } of graph.queues) services.sqs.releaseInFlight(arn)
  const mappings = startMappings(options, services.sqs, functions)
  return {
    url: gateway.url,
    graph,
    functions,
    iam,
    ...services.named,
    async warm() {
      await Promise.all([...functions.values()].map((runner) => runner.warm()))
    },
    recycle: () => functions.forEach((runner) => runner.recycle()),
    stats: () => [...functions.values()].map((runner) => runner.stats()),
    async close() {
      await stopMappings(mappings)
      for (const runner of functions.values()) runner.close()
      await gateway.close()
      for (const service of services.all) await service.close()
      if (options.recogniser === undefined) await recogniser.close()
      store.close()
    },
  }
}

/** AWS drops it in silence; here it is a mistake of the stacks, for every target should have a dead-letter queue. */
function onDropped({ ruleArn, eventId, errorMessage }: DroppedDelivery): void {
  process.emitWarning(
    `${ruleArn} could not deliver event ${eventId}, and its target has no dead-letter queue: ${errorMessage}`,
  )
}

async function startServices(
  { graph, folder, faults }: EngineOptions,
  context: ServiceContext,
  recogniser: Recogniser,
  { iam, checkQueuePolicy }: { iam: Iam; checkQueuePolicy: CheckQueuePolicy },
) {
  const within = (name: string) => (folder === undefined ? {} : { folder: join(folder, name) })
  const sqs = sqsService({ queues: graph.queues.map((queue) => ({ ...queue, receiveWait: 0 })) }, context)
  const send = async (arn: string, body: string, attributes: MessageAttributes = {}) =>
    void sqs.send(arn, { body, attributes })
  const deliver: Deliver = async ({ arn }, body, attributes = {}, ruleArn) => {
    checkQueuePolicy(arn, ruleArn)
    await send(arn, body, stringAttributes(attributes))
  }
  const events = eventsService(
    { buses: graph.buses, rules: graph.rules, archives: graph.archives, deliver, onDropped },
    context,
  )
  const emit = ({ type, bucket, time, detail }: S3Event) => {
    events.put([{ source: "aws.s3", detailType: type, detail, resources: [`arn:aws:s3:::${bucket}`], time }])
  }
  const s3 = s3Service({ buckets: graph.buckets, emit, authorize: formPermissions(iam), ...within("s3") }, context)
  const sns = snsService(
    {
      topics: graph.topics,
      subscriptions: [],
      deliver: (arn, message, attributes) => send(arn, message, queueAttributes(attributes)),
    },
    context,
  )
  const rekognition = rekognitionService(
    { detectLabels: (bytes) => recogniser.detectLabels(bytes), readObject: objectReader(s3, iam) },
    context,
  )
  const dynamodb = await dynamoDbService({ tables: graph.tables, ...within("dynamodb") })
  const faulty = <Service extends AwsService>(service: Service) => (faults ? withFaults(service, faults) : service)
  // One wrapper for queues: their callers over HTTP and the mappings share the plan's order.
  const queues = faulty(sqs)
  const all: AwsService[] = [...[s3, dynamodb, events, sns, rekognition].map(faulty<AwsService>), queues]
  return { all, sqs: queues, named: { s3, sqs, events, sns } }
}

/** SNS and SQS have names of their own for the same attributes. */
function queueAttributes(attributes: SnsAttributes = {}): MessageAttributes {
  const entries = Object.entries(attributes)
  return Object.fromEntries(entries.map(([name, { Type, Value }]) => [name, { dataType: Type, stringValue: Value }]))
}

function startFunctions(options: EngineOptions, gateway: Gateway): Map<string, FunctionRunner> {
  const { graph, root, onLine = () => {}, concurrency = availableParallelism() } = options
  const runner = { endpoint: gateway.url, region: REGION, root, concurrency, onLine }
  return new Map(graph.functions.map((node) => [node.arn, functionRunner(node, runner)]))
}

function startMappings(
  options: EngineOptions,
  sqs: SqsService,
  functions: ReadonlyMap<string, FunctionRunner>,
): Mapping[] {
  const { graph, clock = systemClock, onError = () => {}, concurrency = availableParallelism() } = options
  return graph.mappings.flatMap((mapping) => {
    const runner = functions.get(mapping.functionArn)
    if (runner === undefined)
      throw new Error(
        `The event source mapping ${mapping.id} names a function that does not exist: ${mapping.functionArn}`,
      )
    const limit = Math.min(mapping.maximumConcurrency ?? concurrency, concurrency)
    return [startMapping({ mapping, sqs, runner, region: REGION, concurrency: limit, onError, clock })]
  })
}

/** What is at work may finish; what takes too long comes back when its messages' visibility ends. */
async function stopMappings(mappings: readonly Mapping[]): Promise<void> {
  const grace = new Promise<void>((resolve) => setTimeout(resolve, 2_000))
  await Promise.race([Promise.all(mappings.map((mapping) => mapping.stop())), grace])
}
