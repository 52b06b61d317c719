import { findRestRoute } from "../rest-routes.ts"
import type { AwsRequest } from "../service.ts"

/** Method and path of each operation; the path's only parameter is a function or a mapping. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const ROUTES = {
  Invoke: { method: "POST", path: /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/ },
  GetFunction: { method: "GET", path: /^\/2015-03-31\/functions\/([^/]+)\/?$/ },
  GetFunctionConfiguration: { method: "GET", path: /^\/2015-03-31\/functions\/([^/]+)\/configuration\/?$/ },
  ListFunctions: { method: "GET", path: /^\/2015-03-31\/functions\/?$/ },
  GetEventSourceMapping: { method: "GET", path: /^\/2015-03-31\/event-source-mappings\/([^/]+)\/?$/ },
  UpdateEventSourceMapping: { method: "PUT", path: /^\/2015-03-31\/event-source-mappings\/([^/]+)\/?$/ },
  ListEventSourceMappings: { method: "GET", path: /^\/2015-03-31\/event-source-mappings\/?$/ },
} as const

export type LambdaOperation = keyof typeof ROUTES

/** Which operation a request is; undefined for one that the engine does not have. */
export const findRoute = (request: Pick<AwsRequest, "method" | "path">) =>
  findRestRoute<LambdaOperation>(ROUTES, request)
