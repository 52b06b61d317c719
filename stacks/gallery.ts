import { ImageDeleted, RetryRequested } from "@darkroom/events"
import { backfillControl } from "./backfill.ts"
import { bus } from "./bus.ts"
import { issuer, users } from "./identity.ts"
import { limits, requestsOfAll } from "./limits.ts"
import { originSecret } from "./origin-secret.ts"
import { permissions } from "./permissions.ts"
import { runtimePermissions } from "./runtime-permissions.ts"
import { router } from "./site.ts"
import { output, photos } from "./storage.ts"
import { handlerOf } from "./subscribers.ts"
import { albumMetadata, idempotency, imageMetadata, uploads } from "./tables.ts"
import { webClient } from "./web-client.ts"

const { allow } = permissions

/** The gallery's API. Only requests with an access token of the user pool reach the function, but for the API's own description. */
export const api = new sst.aws.ApiGatewayV2("Gallery", {
  cors: false,
  transform: { stage: { defaultRouteSettings: requestsOfAll } },
})

const jwt = api.addAuthorizer({ name: "AccessToken", jwt: { issuer, audiences: [webClient.id] } })

export const gallery = new sst.aws.Function("GalleryApi", {
  ...handlerOf("gallery"),
  timeout: "20 seconds",
  memory: "1024 MB",
  link: [bus, output, idempotency, photos, imageMetadata, albumMetadata, uploads, users],
  environment: {
    DARKROOM_SERVICE: "gallery",
    DARKROOM_CLIENT_IDS: webClient.id,
    DARKROOM_BACKFILL_CONTROL: backfillControl.name,
    ...(originSecret ? { DARKROOM_ORIGIN_SECRET: originSecret } : {}),
    ...limits,
  },
  permissions: [
    ...runtimePermissions({ consumes: [], emits: [ImageDeleted, RetryRequested] }),
    allow(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"], imageMetadata.arn),
    allow(["dynamodb:Query"], $interpolate`${imageMetadata.arn}/index/*`),
    allow(
      [
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      albumMetadata.arn,
    ),
    // A reservation is given back only where ingest has accepted nothing.
    allow(["dynamodb:ConditionCheckItem"], uploads.arn),
    ...permissions.signUploads,
    ...permissions.readPrivate,
    allow(["lambda:InvokeFunction"], backfillControl.arn),
    // Whether an operator has a second factor.
    allow(["cognito-idp:AdminGetUser"], users.arn),
    // For URLs of their reports.
    allow(["s3:GetObject"], $interpolate`${output.arn}/backfill/*`),
  ],
})

api.route("GET /openapi.json", gallery.arn)
api.route("$default", gallery.arn, { auth: { jwt: { authorizer: jwt.id } } })

// One origin for the page and its API: the browser asks nobody else.
router?.route("/api", api.url, { rewrite: { regex: "^/api/(.*)$", to: "/$1" } })
