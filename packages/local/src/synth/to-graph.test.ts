import { describe, expect, it } from "vitest"
import { toGraph } from "./to-graph.ts"

const app = { name: "app", stage: "test" }

function resource(type: string, name: string, state: Record<string, unknown>) {
  return { type, name, inputs: {}, state }
}

function graphOf(...resources: ReturnType<typeof resource>[]) {
  return toGraph({ app, resources, builds: [], components: [] })
}

const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement })

const role = resource("aws:iam/role:Role", "Role", {
  arn: "role",
  inlinePolicies: [{ policy: JSON.stringify({ statements: [{ actions: ["sqs:SendMessage"], resources: ["*"] }] }) }],
})

describe("event source mappings", () => {
  const type = "aws:lambda/eventSourceMapping:EventSourceMapping"
  const queue = "arn:aws:sqs:us-east-1:000000000000:queue"

  it("have their filter criteria as patterns, and none where they have none", () => {
    const pattern = { body: { kind: ["tag"] } }
    const { mappings } = graphOf(
      resource(type, "Filtered", {
        eventSourceArn: queue,
        filterCriteria: { filters: [{ pattern: JSON.stringify(pattern) }] },
      }),
      resource(type, "Plain", { eventSourceArn: queue }),
    )
    expect(mappings).toMatchObject([{ id: "Filtered", filters: [pattern] }, { id: "Plain" }])
    expect(mappings[1]).not.toHaveProperty("filters")
  })

  it("of streams are told as unsupported", () => {
    const stream = resource(type, "Stream", {
      eventSourceArn: "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/1",
    })
    expect(graphOf(stream)).toMatchObject({ mappings: [], unsupported: [{ type, name: "Stream" }] })
  })
})

describe("functions", () => {
  const named = (more: object) =>
    resource("aws:lambda/function:Function", "JobFunction", { name: "job", arn: "arn:job", role: "role", ...more })

  it("have what their role allows, and allow is what a statement does where it says nothing", () => {
    expect(graphOf(named({}), role).functions[0]).toMatchObject({
      id: "Job",
      statements: [{ effect: "Allow", actions: ["sqs:SendMessage"], resources: ["*"] }],
    })
  })

  it("have Lambda's own defaults where the app sets nothing", () => {
    const [job] = graphOf(named({ reservedConcurrentExecutions: -1 })).functions
    expect(job).toMatchObject({ timeout: 3, memory: 128 })
    expect(job).not.toHaveProperty("reservedConcurrency")
    expect(job).not.toHaveProperty("asyncConfig")
  })

  it("isolate tenants where the app says so", () => {
    const isolating = named({ tenancyConfig: { tenantIsolationMode: "PER_TENANT" } })
    expect(graphOf(isolating).functions[0]).toMatchObject({ tenantIsolation: true })
    expect(graphOf(named({})).functions[0]).not.toHaveProperty("tenantIsolation")
  })

  it("have how asynchronous invocations are retried and where they end", () => {
    const config = resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "Config", {
      functionName: "job",
      maximumRetryAttempts: 0,
      destinationConfig: { onFailure: { destination: "arn:failed" } },
    })
    const [job] = graphOf(named({ deadLetterConfig: { targetArn: "arn:dead" } }), config).functions
    expect(job?.asyncConfig).toEqual({ maximumRetryAttempts: 0, onFailure: "arn:failed", deadLetterArn: "arn:dead" })
  })

  it("have who may invoke them, by ARN even where the permission names them", () => {
    const permission = resource("aws:lambda/permission:Permission", "Permission", {
      function: "job",
      action: "lambda:InvokeFunction",
      principal: "s3.amazonaws.com",
      sourceArn: "arn:bucket",
    })
    expect(graphOf(named({}), permission).invokePermissions).toEqual([
      {
        functionArn: "arn:job",
        action: "lambda:InvokeFunction",
        principal: "s3.amazonaws.com",
        sourceArn: "arn:bucket",
      },
    ])
  })
})

describe("rules and schedules", () => {
  it("are on a default bus even where the app names none", () => {
    expect(graphOf().buses).toMatchObject([{ id: "Default", name: "default" }])
  })

  it("of a time have an expression instead of a pattern", () => {
    const rule = resource("aws:cloudwatch/eventRule:EventRule", "Rule", {
      name: "rule",
      scheduleExpression: "rate(1 day)",
    })
    const [read] = graphOf(rule).rules
    expect(read).toMatchObject({ bus: "default", schedule: "rate(1 day)", targets: [] })
    expect(read).not.toHaveProperty("pattern")
  })

  it("of the Scheduler act by their role and retry as long as AWS does by default", () => {
    const schedule = resource("aws:scheduler/schedule:Schedule", "Schedule", {
      name: "nightly",
      arn: "arn:nightly",
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "Europe/Rome",
      startDate: "2026-01-01T00:00:00Z",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 },
      target: { arn: "arn:job", roleArn: "role", retryPolicy: { maximumRetryAttempts: 2 } },
    })
    expect(graphOf(schedule, role).schedules).toMatchObject([
      {
        group: "default",
        enabled: true,
        timezone: "Europe/Rome",
        start: Date.UTC(2026, 0, 1),
        flexibleWindowMinutes: 15,
        target: { arn: "arn:job", retry: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 86_400 } },
        statements: [{ actions: ["sqs:SendMessage"] }],
      },
    ])
  })
})

it("reads a topic's policy and its subscriptions with their filters and dead-letter queues", () => {
  const topic = resource("aws:sns/topic:Topic", "AlertsTopic", { name: "alerts", arn: "arn:alerts" })
  const policy = resource("aws:sns/topicPolicy:TopicPolicy", "Policy", {
    arn: "arn:alerts",
    policy: '{"statements":[]}',
  })
  const subscription = resource("aws:sns/topicSubscription:TopicSubscription", "Queue", {
    arn: "arn:alerts:1",
    topic: "arn:alerts",
    protocol: "sqs",
    endpoint: "arn:queue",
    filterPolicy: '{"score":[1]}',
    redrivePolicy: '{"deadLetterTargetArn":"arn:dead"}',
  })
  const graph = graphOf(topic, policy, subscription)
  expect(graph.topics).toEqual([{ id: "Alerts", name: "alerts", arn: "arn:alerts", policy: { statements: [] } }])
  expect(graph.subscriptions).toMatchObject([{ filterPolicy: { score: [1] }, deadLetterArn: "arn:dead" }])
})

it("reads a bucket's classic notifications to functions, queues and topics", () => {
  const bucket = resource("aws:s3/bucket:Bucket", "InboxBucket", { bucket: "inbox", arn: "arn:inbox" })
  const events = ["s3:ObjectCreated:*"]
  const notification = resource("aws:s3/bucketNotification:BucketNotification", "Notification", {
    bucket: "inbox",
    lambdaFunctions: [{ id: "f", lambdaFunctionArn: "arn:f", events, filterSuffix: ".csv" }],
    queues: [{ id: "q", queueArn: "arn:q", events }],
    topics: [{ id: "t", topicArn: "arn:t", events, filterPrefix: "in/" }],
  })
  expect(graphOf(bucket, notification).buckets[0]?.notifications).toEqual([
    { id: "f", arn: "arn:f", events, suffix: ".csv" },
    { id: "q", arn: "arn:q", events },
    { id: "t", arn: "arn:t", events, prefix: "in/" },
  ])
})

it("tells which AWS resources the engine does not run, and not those without effect on what an app does", () => {
  const graph = graphOf(
    resource("aws:kinesis/stream:Stream", "Clicks", {}),
    resource("aws:cloudwatch/logGroup:LogGroup", "Logs", {}),
    resource("sst:aws:KinesisStream", "Clicks", {}),
    resource("random:index/randomId:RandomId", "Id", {}),
  )
  expect(graph.unsupported).toEqual([{ type: "aws:kinesis/stream:Stream", name: "Clicks" }])
})

it("reads HTTP APIs with their routes to functions and the tokens that a route takes", () => {
  const of = (kind: string, name: string, more: object) =>
    resource(`aws:apigatewayv2/${kind}`, name, { apiId: "a1", id: name, ...more })
  const graph = graphOf(
    resource("aws:apigatewayv2/api:Api", "GalleryApi", { id: "a1", name: "gallery", protocolType: "HTTP" }),
    resource("aws:apigatewayv2/api:Api", "ChatApi", { id: "a2", name: "chat", protocolType: "WEBSOCKET" }),
    of("authorizer:Authorizer", "jwt", { jwtConfiguration: { issuer: "https://issuer", audiences: ["web"] } }),
    of("integration:Integration", "i1", { integrationUri: "arn:aws:lambda:us-east-1:000000000000:function:api" }),
    of("integration:Integration", "i2", { integrationUri: "https://elsewhere" }),
    of("route:Route", "r1", { routeKey: "$default", target: "integrations/i1", authorizerId: "jwt" }),
    of("route:Route", "r2", { routeKey: "GET /open", target: "integrations/i1" }),
    of("route:Route", "r3", { routeKey: "GET /proxied", target: "integrations/i2" }),
  )
  const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:api"
  expect(graph.apis).toEqual([
    {
      id: "Gallery",
      apiId: "a1",
      name: "gallery",
      routes: [
        { routeKey: "$default", functionArn, authorizer: { issuer: "https://issuer", audiences: ["web"] } },
        { routeKey: "GET /open", functionArn },
      ],
    },
  ])
})

it("reads user pools with their groups and clients, and authorizers of realtime connections", () => {
  const graph = graphOf(
    resource("aws:cognito/userPool:UserPool", "UsersUserPool", {
      id: "pool",
      name: "users",
      endpoint: "cognito-idp.us-east-1.amazonaws.com/pool",
    }),
    resource("aws:cognito/userPoolClient:UserPoolClient", "WebClient", {
      id: "web",
      userPoolId: "pool",
      callbackUrls: ["https://page/"],
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid"],
    }),
    resource("aws:cognito/userGroup:UserGroup", "Operators", { userPoolId: "pool", name: "operators" }),
    resource("aws:cognito/userGroup:UserGroup", "Others", { userPoolId: "another", name: "others" }),
    resource("aws:iot/authorizer:Authorizer", "LiveAuthorizer", { name: "live", authorizerFunctionArn: "arn:f" }),
  )
  expect(graph.userPools).toEqual([
    {
      id: "Users",
      poolId: "pool",
      name: "users",
      issuer: "https://cognito-idp.us-east-1.amazonaws.com/pool",
      groups: ["operators"],
      clients: [
        {
          id: "Web",
          clientId: "web",
          callbackUrls: ["https://page/"],
          logoutUrls: [],
          flows: ["code"],
          scopes: ["openid"],
        },
      ],
    },
  ])
  expect(graph.realtimes).toEqual([{ id: "Live", authorizerName: "live", functionArn: "arn:f" }])
})

it("reads which clients have a branding style where the pool's domain has managed login", () => {
  const of = (managedLoginVersion: number, ...styled: string[]) =>
    graphOf(
      resource("aws:cognito/userPool:UserPool", "UsersUserPool", { id: "pool", endpoint: "e" }),
      resource("aws:cognito/userPoolDomain:UserPoolDomain", "Domain", { userPoolId: "pool", managedLoginVersion }),
      ...["web", "app"].map((id) =>
        resource("aws:cognito/userPoolClient:UserPoolClient", `${id}Client`, { id, userPoolId: "pool" }),
      ),
      ...styled.map((clientId) =>
        resource("aws:cognito/managedLoginBranding:ManagedLoginBranding", `${clientId}Style`, { clientId }),
      ),
    ).userPools[0]?.clients.flatMap(({ id, withoutStyle }) => (withoutStyle ? [id] : []))
  expect([of(1), of(2, "web"), of(2, "web", "app")]).toEqual([[], ["app"], []])
})

describe("roles of services", () => {
  const arn = "arn:aws:iam::000000000000:role/tell"
  const trust = {
    Effect: "Allow",
    Principal: { Service: "rekognition.amazonaws.com" },
    Action: "sts:AssumeRole",
  }
  const publish = {
    Effect: "Allow",
    Action: "sns:Publish",
    Resource: "topic",
    Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
  }
  const statement = {
    effect: "Allow",
    actions: ["sns:Publish"],
    resources: ["topic"],
    conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["000000000000"] }],
  }
  const tell = (more: object) =>
    resource("aws:iam/role:Role", "TellRole", { name: "tell", arn, assumeRolePolicy: document(trust), ...more })

  it("have who may take them on and what their inline policies say, in AWS's own form", () => {
    const inline = tell({ inlinePolicies: [{ name: "publish", policy: document([publish]) }] })
    expect(graphOf(inline).serviceRoles).toEqual([
      { id: "Tell", arn, trust: { Version: "2012-10-17", Statement: trust }, statements: [statement] },
    ])
  })

  it("have what a policy that is attached to them says", () => {
    const policy = resource("aws:iam/rolePolicy:RolePolicy", "Publish", { role: "tell", policy: document(publish) })
    const { serviceRoles, unsupported } = graphOf(tell({}), policy)
    expect([serviceRoles[0]?.statements, unsupported]).toEqual([[statement], []])
  })

  it("may have documents that are no JSON", () => {
    const plain = { Version: "2012-10-17", Statement: [trust] }
    const policy = { role: "tell", policy: { Version: "2012-10-17", Statement: [publish] } }
    const { serviceRoles } = graphOf(
      tell({ assumeRolePolicy: plain }),
      resource("aws:iam/rolePolicy:RolePolicy", "Publish", policy),
    )
    expect(serviceRoles).toMatchObject([{ trust: plain, statements: [statement] }])
  })

  it("are none of those that functions have", () => {
    const ofFunction = tell({
      assumeRolePolicy: document({ ...trust, Principal: { Service: "lambda.amazonaws.com" } }),
    })
    expect(graphOf(ofFunction, role).serviceRoles).toEqual([])
  })
})
