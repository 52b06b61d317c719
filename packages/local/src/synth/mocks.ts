// What AWS would answer while the app is evaluated. Bundled into the synth program.
import { runCommand } from "./run-command.ts"

export interface SynthResource {
  readonly type: string
  readonly name: string
  readonly inputs: Record<string, unknown>
  readonly state: Record<string, unknown>
}

interface NewResource {
  type: string
  name: string
  inputs: Record<string, never>
  id?: string
}

interface Call {
  token: string
  inputs: Record<string, unknown>
}

const REGION = "us-east-1"
const ACCOUNT = "000000000000"

/** Mocks for pulumi.runtime.setMocks that give every resource the outputs which others refer to. */
export function mocks(resources: SynthResource[]) {
  return {
    newResource({ type, name, inputs, id }: NewResource) {
      // A resource that is read, not made (Bus.get), comes with its id.
      const known = id || undefined
      const state = { ...inputs, ...outputsOf(type, known ?? nameOf(name, inputs), inputs) }
      if (type !== "pulumi:pulumi:Stack") resources.push({ type, name, inputs, state })
      return { id: known ?? String(state["id"] ?? `${name}-id`), state }
    },
    call: ({ token, inputs }: Call) => answer(token, inputs),
  }
}

function nameOf(name: string, inputs: Record<string, unknown>): string {
  return String(inputs["name"] ?? inputs["bucket"] ?? name)
}

function arn(service: string, resource: string, region = REGION, account = ACCOUNT): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`
}

function outputsOf(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "aws:s3/bucket:Bucket":
    case "aws:s3/bucketV2:BucketV2":
      return {
        id: name,
        bucket: name,
        arn: arn("s3", name, "", ""),
        bucketDomainName: `${name}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
      }
    case "aws:sqs/queue:Queue": {
      const url = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`
      return { id: url, name, url, arn: arn("sqs", name) }
    }
    case "aws:dynamodb/table:Table":
      return { id: name, name, arn: arn("dynamodb", `table/${name}`) }
    case "aws:sns/topic:Topic":
      return { id: arn("sns", name), name, arn: arn("sns", name) }
    case "aws:sns/topicSubscription:TopicSubscription": {
      const subscription = `${String(inputs["topic"])}:${name}`
      return { id: subscription, arn: subscription }
    }
    case "aws:scheduler/schedule:Schedule": {
      const group = String(inputs["groupName"] ?? "default")
      return { id: `${group}/${name}`, name, arn: arn("scheduler", `schedule/${group}/${name}`) }
    }
    case "aws:cloudwatch/eventBus:EventBus":
      return { id: name, name, arn: arn("events", `event-bus/${name}`) }
    case "aws:cloudwatch/eventRule:EventRule": {
      const bus = inputs["eventBusName"]
      return {
        id: name,
        name,
        arn: arn("events", bus && bus !== "default" ? `rule/${String(bus)}/${name}` : `rule/${name}`),
      }
    }
    case "aws:cloudwatch/eventArchive:EventArchive":
      return { id: name, name, arn: arn("events", `archive/${name}`) }
    case "aws:lambda/function:Function":
      return {
        id: name,
        name,
        arn: arn("lambda", `function:${name}`),
        invokeArn: arn("apigateway", `lambda:path/${name}`),
      }
    case "aws:apigatewayv2/api:Api": {
      // A part of a host's name, which has no capitals.
      const id = name.toLowerCase()
      return {
        id,
        name,
        arn: arn("apigateway", `/apis/${id}`, REGION, ""),
        apiEndpoint: `https://${id}.execute-api.${REGION}.amazonaws.com`,
        executionArn: arn("execute-api", id),
      }
    }
    case "aws:cognito/userPool:UserPool": {
      const id = `${REGION}_${name}`
      return {
        id,
        name,
        arn: arn("cognito-idp", `userpool/${id}`),
        endpoint: `cognito-idp.${REGION}.amazonaws.com/${id}`,
      }
    }
    case "aws:cognito/userPoolClient:UserPoolClient":
      return { id: `${String(inputs["userPoolId"])}.${name}`, name, clientSecret: "" }
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
    case "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
      const alarm = String(inputs["alarmName"] ?? name)
      return { id: alarm, arn: arn("cloudwatch", `alarm:${alarm}`) }
    }
    case "aws:wafv2/webAcl:WebAcl": {
      // Those of CloudFront are in us-east-1, as everything here is.
      const scope = inputs["scope"] === "CLOUDFRONT" ? "global" : "regional"
      return { id: `${name}-id`, name, arn: arn("wafv2", `${scope}/webacl/${name}/${name}-id`) }
    }
    case "aws:iot/authorizer:Authorizer":
      return { id: name, name, arn: arn("iot", `authorizer/${name}`) }
    case "aws:iam/role:Role":
      return { id: name, name, arn: arn("iam", `role/${name}`, "") }
    case "aws:cloudwatch/logGroup:LogGroup":
      return { id: name, name, arn: arn("logs", `log-group:${name}`) }
    case "random:index/randomBytes:RandomBytes":
    case "random:index/randomId:RandomId":
      // Physical names are made of it: the same on every run, or state would not be found again.
      return { id: name, hex: "00000000", base64: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", dec: "0" }
    case "aws:acm/certificate:Certificate": {
      const domainName = String(inputs["domainName"])
      const record = { resourceRecordName: `_proof.${domainName}`, resourceRecordType: "CNAME" }
      const option = { domainName, ...record, resourceRecordValue: "_proof.acm-validations.aws" }
      return { id: name, arn: arn("acm", `certificate/${name}`), domainValidationOptions: [option] }
    }
    case "aws:cloudfront/distribution:Distribution":
      return { id: name, name, domainName: `${name.toLowerCase()}.cloudfront.net`, arn: arn("cloudfront", name, "") }
    case "random:index/randomPassword:RandomPassword":
      return { id: name, result: `${name}-${"0".repeat(32)}` }
    case "command:local:Command":
      return { id: name, ...runCommand(inputs) }
    default:
      return { id: name, name, arn: inputs["arn"] ?? arn("local", `${type}/${name}`) }
  }
}

function answer(token: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (token.includes("getCallerIdentity"))
    return { accountId: ACCOUNT, arn: arn("iam", "user/local", ""), userId: "local" }
  if (token.includes("getRegion")) return { id: REGION, name: REGION, region: REGION }
  if (token.includes("iot/getEndpoint")) return { endpointAddress: `data-ats.iot.${REGION}.amazonaws.com` }
  if (token.includes("getPartition")) return { partition: "aws", dnsSuffix: "amazonaws.com" }
  // Both are read back: the statements by SST's functions, the JSON by roles.
  if (token.includes("getPolicyDocument")) return { ...inputs, json: JSON.stringify(inputs) }
  return inputs
}
