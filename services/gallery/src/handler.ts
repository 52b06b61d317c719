import { lazy } from "@darkroom/lambda"
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda"
import { galleryApp } from "./app.ts"
import { galleryDeps } from "./deps.ts"
import { ownRoutes } from "./own-routes.ts"
import { photoRoutes } from "./photos/photo-routes.ts"
import { report } from "./report.ts"

const gallery = lazy(() => {
  const deps = galleryDeps()
  const clientIds = (process.env["DARKROOM_CLIENT_IDS"] ?? "").split(",").filter((id) => id !== "")
  const originSecret = process.env["DARKROOM_ORIGIN_SECRET"]
  return handle(galleryApp({ ...ownRoutes(deps), ...photoRoutes(deps) }, { clientIds, originSecret, report }))
})

export const handler = (event: LambdaEvent, context: LambdaContext) => gallery()(event, context)
