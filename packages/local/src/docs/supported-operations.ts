import type { AwsService } from "../aws/service.ts"
import type { Graph } from "../graph.ts"

type Supported = Pick<AwsService, "name" | "operations">

const BEGIN = "<!-- begin of the generated list: npm run docs -->"
const END = "<!-- end of the generated list -->"

/** By the name in the SigV4 credential scope. */
const TITLES: Readonly<Record<string, string>> = {
  "cognito-idp": "Cognito",
  dynamodb: "DynamoDB",
  events: "EventBridge",
  iotdata: "IoT Core",
  lambda: "Lambda",
  monitoring: "CloudWatch",
  rekognition: "Rekognition",
  s3: "S3",
  scheduler: "EventBridge Scheduler",
  sns: "SNS",
  sqs: "SQS",
}

/** An app without anything in it, of which the services can be asked what they do. */
export const EMPTY_GRAPH: Graph = {
  app: { name: "empty", stage: "docs" },
  functions: [],
  queues: [],
  buses: [],
  rules: [],
  archives: [],
  mappings: [],
  tables: [],
  buckets: [],
  topics: [],
  subscriptions: [],
  schedules: [],
  serviceRoles: [],
  invokePermissions: [],
  apis: [],
  userPools: [],
  realtimes: [],
  links: {},
  unsupported: [],
}

/** The operations by service, as a Markdown list. Throws for a service without a title. */
export function supportedList(services: readonly Supported[]): string {
  const items = services.map(({ name, operations }) => {
    const title = TITLES[name]
    if (title === undefined) throw new Error(`The service ${name} needs a title in ${import.meta.filename}`)
    return `- **${title}** (${operations.length}): ${operations.toSorted().join(", ")}`
  })
  return items.toSorted().join("\n")
}

/** The page with the list between its two marks made anew. Throws where the marks are missing. */
export function withSupportedList(page: string, list: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`The page lacks "${BEGIN}" followed by "${END}"`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${list}\n\n${page.slice(end)}`
}
