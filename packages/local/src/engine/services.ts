import { join } from "node:path"
import { type CloudWatchService, cloudWatchService } from "../aws/cloudwatch/cloudwatch.ts"
import { cognitoService } from "../aws/cognito/cognito.ts"
import { dynamoDbService } from "../aws/dynamodb/dynamodb.ts"
import { eventsService, type EventsService } from "../aws/events/events.ts"
import { type IotDataOptions, iotDataService } from "../aws/iot/iot-data.ts"
import { lambdaService } from "../aws/lambda/lambda.ts"
import {
  type Eyes,
  type RekognitionService,
  rekognitionService,
  type TransactionsPerSecond,
  withCallMetrics,
} from "../aws/rekognition/rekognition.ts"
import { s3Service, type S3Event, type S3Service } from "../aws/s3/s3.ts"
import { type SchedulerService, schedulerService } from "../aws/scheduler/scheduler.ts"
import type { AwsService, ServiceContext } from "../aws/service.ts"
import type { SecretsOf } from "../aws/sigv4/verify.ts"
import { snsService, type SnsService } from "../aws/sns/sns.ts"
import { sqsService, type SqsService } from "../aws/sqs/sqs.ts"
import type { FaultPlan } from "../faults/fault-plan.ts"
import { withFaults } from "../faults/with-faults.ts"
import type { Graph } from "../graph.ts"
import { formPermissions } from "../iam/form-permissions.ts"
import { objectOpener, objectReader } from "../iam/object-reader.ts"
import { type AsyncInvocations, asyncInvocations } from "../lambda/async-invocations.ts"
import type { FunctionRunner } from "../lambda/function-runner.ts"
import { type MappingSwitches, mappingSwitches } from "../lambda/mapping-switches.ts"
import { completions } from "./completions.ts"
import { deliveries } from "./deliveries.ts"
import { eventDropped, notificationDropped, outcomeDropped, scheduledDropped } from "./dropped.ts"
import type { Permissions } from "./permissions.ts"
import { sendTo, type TargetMessage, type TargetServices } from "./targets.ts"

export interface RekognitionQuotas {
  /** What each operation takes, or those that are named. Default: no limit. Above it a call answers ProvisionedThroughputExceededException. */
  readonly transactionsPerSecond?: TransactionsPerSecond
  /** Unfinished video jobs at once; above it a Start operation answers LimitExceededException. Default: AWS's 20. */
  readonly videoJobs?: number
}

export interface ServicesOptions {
  readonly graph: Graph
  readonly folder?: string
  readonly faults?: FaultPlan
  readonly onError?: (functionId: string, error: unknown) => void
  readonly recogniser: Eyes
  readonly rekognition?: RekognitionQuotas
  readonly permissions: Permissions
  readonly secretsOf: SecretsOf
  /** To those who are connected to a topic. */
  readonly publishLive: IotDataOptions["publish"]
  /** Looked at when one is invoked: functions start after the services. */
  readonly functions: () => ReadonlyMap<string, FunctionRunner>
}

export interface Services {
  readonly all: readonly AwsService[]
  readonly s3: S3Service
  readonly sqs: SqsService
  readonly events: EventsService
  readonly sns: SnsService
  readonly scheduler: SchedulerService
  readonly cloudWatch: CloudWatchService
  readonly rekognition: RekognitionService
  readonly invocations: AsyncInvocations
  readonly switches: MappingSwitches
}

/** AWS's services over the graph, and how they deliver to one another. */
export async function startServices(options: ServicesOptions, context: ServiceContext): Promise<Services> {
  const { graph, faults, recogniser, permissions, functions, publishLive } = options
  const within = (name: string) => (options.folder === undefined ? {} : { folder: join(options.folder, name) })
  // Each delivers to others, which are there by the time that one does.
  const targets = {} as { -readonly [Name in keyof TargetServices]: TargetServices[Name] }
  const deliver = deliveries({
    send: (message: TargetMessage) => sendTo(targets, message),
    policies: permissions.policies,
    roles: permissions.roles,
    assumeRefusal: permissions.assumeRefusal,
    roleOfFunction: (functionArn) => graph.functions.find(({ arn }) => arn === functionArn)?.roleArn ?? "",
  })
  const faulty = <Service extends AwsService>(service: Service) => (faults ? withFaults(service, faults) : service)

  // One wrapper for queues: their callers over HTTP and the mappings share the plan's order.
  const sqs = faulty(
    sqsService({ queues: graph.queues.map(({ url: _, ...queue }) => ({ ...queue, receiveWait: 0 })) }, context),
  )
  const invocations = asyncInvocations(
    {
      exists: (functionArn) => graph.functions.some(({ arn }) => arn === functionArn),
      functions,
      deliver: deliver.lambda,
      onDropped: outcomeDropped,
      ...(options.onError ? { onError: options.onError } : {}),
    },
    context,
  )
  const events = eventsService({ ...graph, deliver: deliver.events, onDropped: eventDropped }, context)
  const sns = snsService({ ...graph, deliver: deliver.sns, onDropped: notificationDropped }, context)
  Object.assign(targets, { sqs, sns, events, invocations } satisfies TargetServices)

  const emit = ({ type, bucket, time, detail }: S3Event) => {
    events.put([{ source: "aws.s3", detailType: type, detail, resources: [`arn:aws:s3:::${bucket}`], time }])
  }
  const authorize = formPermissions(permissions.iam)
  const { secretsOf } = options
  const s3 = s3Service(
    { buckets: graph.buckets, emit, notify: deliver.s3, authorize, secretsOf, ...within("s3") },
    context,
  )
  const cloudWatch = cloudWatchService({}, context)
  const rekognition = rekognitionService(
    {
      ...options.rekognition,
      recogniser,
      readObject: objectReader(s3, permissions.iam),
      openObject: objectOpener(s3, permissions.iam),
      ...within("rekognition"),
      tellCompletion: completions(deliver.rekognition, context, faults),
    },
    context,
  )
  const scheduler = schedulerService(
    { schedules: graph.schedules, deliver: deliver.scheduler, onDropped: scheduledDropped },
    context,
  )
  const switches = mappingSwitches(() => context.clock.now())
  const lambda = lambdaService({ functions, mappings: graph.mappings, switches, invocations }, context)
  const dynamodb = await dynamoDbService({ tables: graph.tables, ...within("dynamodb") }, context)
  const iotData = iotDataService({ publish: publishLive }, context)
  const cognito = cognitoService(graph, context)
  const others = [s3, dynamodb, events, sns, scheduler, cloudWatch, lambda, iotData, cognito].map(faulty<AwsService>)
  // Outside of the faults, so that these are counted too.
  const counted = withCallMetrics(faulty(rekognition), cloudWatch, context.clock)
  const all = [...others, counted, sqs]
  return { all, s3, sqs, events, sns, scheduler, cloudWatch, rekognition, invocations, switches }
}
