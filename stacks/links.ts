// A link tells a function the name of a resource and grants nothing: SST's own links grant every action of the service
// on it. What a function may do is written where the function is, in services.ts.
sst.Linkable.wrap(sst.aws.Bucket, (bucket) => ({ properties: { name: bucket.name } }))
sst.Linkable.wrap(sst.aws.Dynamo, (table) => ({ properties: { name: table.name } }))
sst.Linkable.wrap(sst.aws.Bus, (bus) => ({ properties: { name: bus.name } }))
sst.Linkable.wrap(sst.aws.SnsTopic, (topic) => ({ properties: { arn: topic.arn } }))
sst.Linkable.wrap(sst.aws.CognitoUserPool, (pool) => ({ properties: { id: pool.id } }))
sst.Linkable.wrap(sst.aws.Realtime, (live) => ({
  properties: { endpoint: live.endpoint, authorizer: live.authorizer },
}))
