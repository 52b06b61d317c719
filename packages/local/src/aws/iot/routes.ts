import { findRestRoute } from "../rest-routes.ts"
import type { AwsRequest } from "../service.ts"

/** Method and path of each operation. https://docs.aws.amazon.com/iot/latest/apireference/API_Operations_AWS_IoT_Data_Plane.html */
export const ROUTES = { Publish: { method: "POST", path: /^\/topics\/(.+)$/ } } as const

export type IotDataOperation = keyof typeof ROUTES

/** Which operation a request is; undefined for one that the engine does not have. */
export const findRoute = (request: Pick<AwsRequest, "method" | "path">) =>
  findRestRoute<IotDataOperation>(ROUTES, request)
