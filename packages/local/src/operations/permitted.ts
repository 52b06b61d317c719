import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch"
import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { PublishCommand as IotPublishCommand } from "@aws-sdk/client-iot-data-plane"
import { InvokeCommand } from "@aws-sdk/client-lambda"
import { DetectLabelsCommand } from "@aws-sdk/client-rekognition"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler"
import { PublishCommand } from "@aws-sdk/client-sns"
import { SendMessageCommand } from "@aws-sdk/client-sqs"
import { PutCommand } from "@aws-sdk/lib-dynamodb"
import { type Clients, queueUrl } from "./clients.ts"
import { getUser } from "./cognito-cases.ts"
import { arns } from "./arns.ts"
import { photo } from "./photo.ts"
import { hourly } from "./scheduler-cases.ts"

interface Permitted {
  readonly call: (clients: Clients) => Promise<unknown>
  /** What the caller's role must allow. */
  readonly action: string
  readonly resource: string
  /** Default: AccessDeniedException. */
  readonly code?: string
}

const metrics = { Namespace: "Shops", MetricData: [{ MetricName: "Sold", Value: 1 }] }
const order = { EventBusName: "shop", Source: "shop", DetailType: "Ordered", Detail: "{}" }

/** One call of each service that needs a permission, by the service's name. The graph's function `Allowed` has it. */
export const permitted: Readonly<Record<string, Permitted>> = {
  "cognito-idp": {
    call: (clients) => getUser(clients, "Ada"),
    action: "cognito-idp:AdminGetUser",
    resource: arns.userPool("us-east-1_Users"),
  },
  dynamodb: {
    call: ({ documents }) =>
      documents.send(new PutCommand({ TableName: "things", Item: { owner: "permitted", name: "one" } })),
    action: "dynamodb:PutItem",
    resource: arns.table("things"),
  },
  events: {
    call: ({ events }) => events.send(new PutEventsCommand({ Entries: [order] })),
    action: "events:PutEvents",
    resource: arns.bus("shop"),
  },
  iotdata: {
    call: ({ iot }) => iot.send(new IotPublishCommand({ topic: "shop/orders", payload: Buffer.from("sold") })),
    action: "iot:Publish",
    resource: arns.iotTopic("shop/orders"),
  },
  lambda: {
    call: ({ lambda }) => lambda.send(new InvokeCommand({ FunctionName: "Worker", InvocationType: "DryRun" })),
    action: "lambda:InvokeFunction",
    resource: arns.function("Worker"),
  },
  monitoring: {
    call: ({ cloudWatch }) => cloudWatch.send(new PutMetricDataCommand(metrics)),
    action: "cloudwatch:PutMetricData",
    resource: "*",
  },
  rekognition: {
    call: async ({ rekognition }) => rekognition.send(new DetectLabelsCommand({ Image: { Bytes: await photo() } })),
    action: "rekognition:DetectLabels",
    resource: "*",
  },
  s3: {
    call: ({ s3 }) => s3.send(new PutObjectCommand({ Bucket: "plain", Key: "permitted/one", Body: "x" })),
    action: "s3:PutObject",
    resource: `${arns.bucket("plain")}/permitted/one`,
    code: "AccessDenied",
  },
  scheduler: {
    call: ({ scheduler }) => scheduler.send(new CreateScheduleCommand(hourly("permitted"))),
    action: "scheduler:CreateSchedule",
    resource: arns.schedule("default/permitted"),
  },
  sns: {
    call: ({ sns }) => sns.send(new PublishCommand({ TopicArn: arns.topic("news"), Message: "x" })),
    action: "sns:Publish",
    resource: arns.topic("news"),
    code: "AuthorizationErrorException",
  },
  sqs: {
    call: (clients) =>
      clients.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(clients, "work"), MessageBody: "x" })),
    action: "sqs:SendMessage",
    resource: arns.queue("work"),
  },
}
