import { PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch"
import { AdminDeleteUserCommand } from "@aws-sdk/client-cognito-identity-provider"
import { CreateBackupCommand } from "@aws-sdk/client-dynamodb"
import { PutPartnerEventsCommand } from "@aws-sdk/client-eventbridge"
import { GetRetainedMessageCommand } from "@aws-sdk/client-iot-data-plane"
import { CreateFunctionCommand } from "@aws-sdk/client-lambda"
import { CreateCollectionCommand } from "@aws-sdk/client-rekognition"
import { PutBucketAclCommand } from "@aws-sdk/client-s3"
import { TagResourceCommand } from "@aws-sdk/client-scheduler"
import { CreateTopicCommand } from "@aws-sdk/client-sns"
import { CreateQueueCommand } from "@aws-sdk/client-sqs"
import type { Clients } from "./clients.ts"
import { arns } from "./arns.ts"

interface Refusal {
  readonly call: (clients: Clients) => Promise<unknown>
  /** How the error names the operation. */
  readonly named: string
  /** Default: UnknownOperationException. */
  readonly code?: string
}

const code = { Role: arns.role("Worker"), Code: { ZipFile: Buffer.from("zip") } }
const tagged = { ResourceArn: arns.scheduleGroup("default"), Tags: [{ Key: "a", Value: "b" }] }
const alarm = { AlarmName: "a", ComparisonOperator: "LessThanThreshold" as const, EvaluationPeriods: 1 }

/** One operation of each service that the engine does not have, by the service's name. */
export const refusals: Readonly<Record<string, Refusal>> = {
  "cognito-idp": {
    call: ({ cognito }) => cognito.send(new AdminDeleteUserCommand({ UserPoolId: "us-east-1_Users", Username: "ada" })),
    named: "cognito-idp:AdminDeleteUser",
  },
  dynamodb: {
    call: ({ dynamodb }) => dynamodb.send(new CreateBackupCommand({ TableName: "things", BackupName: "one" })),
    named: "dynamodb:CreateBackup",
  },
  events: {
    call: ({ events }) => events.send(new PutPartnerEventsCommand({ Entries: [{ Source: "partner" }] })),
    named: "events:PutPartnerEvents",
  },
  iotdata: {
    call: ({ iot }) => iot.send(new GetRetainedMessageCommand({ topic: "shop/orders" })),
    named: "iotdata:GET /retainedMessage/shop",
  },
  // REST protocols name an operation by method and path only.
  lambda: {
    call: ({ lambda }) => lambda.send(new CreateFunctionCommand({ FunctionName: "New", ...code })),
    named: "lambda:POST /2015-03-31/functions",
  },
  monitoring: {
    call: ({ cloudWatch }) => cloudWatch.send(new PutMetricAlarmCommand(alarm)),
    named: "cloudwatch:PutMetricAlarm",
  },
  rekognition: {
    call: ({ rekognition }) => rekognition.send(new CreateCollectionCommand({ CollectionId: "faces" })),
    named: "rekognition:CreateCollection",
  },
  s3: {
    call: ({ s3 }) => s3.send(new PutBucketAclCommand({ Bucket: "plain", ACL: "private" })),
    named: "s3:PutBucketAcl",
    code: "NotImplemented",
  },
  scheduler: {
    call: ({ scheduler }) => scheduler.send(new TagResourceCommand(tagged)),
    named: "scheduler:POST /tags/",
  },
  sns: { call: ({ sns }) => sns.send(new CreateTopicCommand({ Name: "new" })), named: "sns:CreateTopic" },
  sqs: { call: ({ sqs }) => sqs.send(new CreateQueueCommand({ QueueName: "new" })), named: "sqs:CreateQueue" },
}
