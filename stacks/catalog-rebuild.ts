import { allEvents } from "@darkroom/events"
import { permissions } from "./permissions.ts"
import { readClaims } from "./runtime-permissions.ts"
import { subscribers } from "./services.ts"
import { output } from "./storage.ts"
import { handlerOf } from "./subscribers.ts"
import { imageMetadata } from "./tables.ts"

const names = subscribers
  .filter(({ service }) => service === "catalog")
  .flatMap(({ rules }) => rules.flatMap(({ events }) => events))

/** Is invoked by `darkroom rebuild catalog`, with the archived events of some photos at a time. */
export const catalogRebuild = new sst.aws.Function("CatalogRebuild", {
  ...handlerOf("catalog", "rebuild-handler"),
  timeout: "60 seconds",
  memory: "1024 MB",
  link: [output, imageMetadata],
  environment: { DARKROOM_SERVICE: "catalog" },
  permissions: [
    readClaims(allEvents.filter(({ name }) => names.includes(name))),
    permissions.allow(
      ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:BatchWriteItem"],
      imageMetadata.arn,
    ),
  ],
})
