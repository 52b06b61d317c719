import { issuer } from "./identity.ts"
import { webClient } from "./web-client.ts"

// SST gives every authorizer iot:* on everything; it needs nothing at all.
$transform(sst.aws.Function, (args, _, name) => {
  if (name === "LiveAuthorizerHandler") args.permissions = []
})

/** Where the page hears at once what happens to its owner's photos. */
export const live = new sst.aws.Realtime("Live", {
  authorizer: {
    handler: "services/realtime/src/handler.handler",
    timeout: "5 seconds",
    memory: "256 MB",
    environment: { DARKROOM_SERVICE: "realtime", DARKROOM_ISSUER: issuer, DARKROOM_CLIENT_ID: webClient.id },
  },
})

/** One topic a user: services/realtime lets each connect to their own alone. */
export const ownersTopics = $interpolate`arn:aws:iot:*:${aws.getCallerIdentityOutput({}).accountId}:topic/${$app.name}/${$app.stage}/users/*`
