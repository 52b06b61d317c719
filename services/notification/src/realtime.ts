import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane"
import type { Deps } from "./deps.ts"

interface App {
  readonly name: string
  readonly stage: string
}

/** Publishes to the owner's topic; does nothing where the stacks have no realtime. */
export function realtime(live: { readonly endpoint: string } | undefined, app: App | undefined): Deps["tellOwner"] {
  if (live === undefined || app === undefined) return async () => {}
  // An endpoint of the environment, such as the offline engine's, is that of all of AWS's services.
  const client = new IoTDataPlaneClient(process.env["AWS_ENDPOINT_URL"] ? {} : { endpoint: `https://${live.endpoint}` })
  return async (owner, message) => {
    const topic = `${app.name}/${app.stage}/users/${owner}`
    const payload = Buffer.from(JSON.stringify(message))
    await client.send(new PublishCommand({ topic, qos: 1, payload }))
  }
}
