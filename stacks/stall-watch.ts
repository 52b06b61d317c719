import { ImageStalled } from "@darkroom/events"
import { bus } from "./bus.ts"
import { permissions } from "./permissions.ts"
import { runtimePermissions } from "./runtime-permissions.ts"
import { output } from "./storage.ts"
import { handlerOf } from "./subscribers.ts"
import { idempotency, imageMetadata } from "./tables.ts"

const { allow } = permissions

/** For photos of which nothing is heard any more; services/catalog/src/find-stalled.ts counts on a minute. */
export const stallWatch = new sst.aws.CronV2("StallWatch", {
  schedule: "rate(1 minute)",
  function: {
    ...handlerOf("catalog", "watch-handler"),
    timeout: "60 seconds",
    memory: "512 MB",
    link: [bus, output, idempotency, imageMetadata],
    environment: { DARKROOM_SERVICE: "catalog", DARKROOM_MAX_RECEIVES: "1" },
    permissions: [
      ...runtimePermissions({ consumes: [], emits: [ImageStalled] }),
      allow(["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], imageMetadata.arn),
      allow(["dynamodb:Query"], $interpolate`${imageMetadata.arn}/index/byDue`),
    ],
  },
})
