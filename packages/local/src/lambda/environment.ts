import { join } from "node:path"
import { SECRET } from "../aws/sigv4/signature.ts"
import type { FunctionNode } from "../graph.ts"
import { localAddresses } from "../local-addresses.ts"

export interface EnvironmentOptions {
  readonly endpoint: string
  readonly region: string
  readonly root: string
  /** The secret access key. Default: what all clients may use. */
  readonly secret?: string
}

/** The environment of a function, as on Lambda, with the engine as AWS. The access key tells the engine who calls. */
export function environmentOf(
  node: FunctionNode,
  { endpoint, region, root, secret = SECRET }: EnvironmentOptions,
): NodeJS.ProcessEnv {
  // Clients go where a URL says, whatever the endpoint is: SQS's to the host of a queue's URL.
  const here = (text: string) => localAddresses(text, endpoint)
  const own = Object.entries(node.environment).map(([name, value]) => [name, here(value)] as const)
  const links = Object.entries(node.links).map(
    ([name, link]) => [`SST_RESOURCE_${name}`, here(JSON.stringify(link))] as const,
  )
  const functionName = node.arn.split(":").at(-1) ?? node.id
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    TMPDIR: process.env["TMPDIR"],
    // Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(node.memory),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_ACCESS_KEY_ID: node.id,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_ENDPOINT_URL: endpoint,
    DARKROOM_LOCAL_FUNCTION_ARN: node.arn,
    // glibc keeps memory for each thread that has ever had some, and sharp has many threads.
    MALLOC_ARENA_MAX: "2",
    NODE_COMPILE_CACHE: join(root, ".darkroom/compile-cache"),
    ...Object.fromEntries(own),
    // Deployed, the links are in an encrypted file of the bundle; here SST's Resource finds them in the environment.
    SST_KEY: undefined,
    SST_KEY_FILE: undefined,
    ...Object.fromEntries(links),
  }
}
