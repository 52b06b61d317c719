/** Ends a connection that an injected fault drops; the gateway alone sees it. */
export class ConnectionDropped extends Error {
  override readonly name = "ConnectionDropped"
  constructor(service: string) {
    super(`An injected fault dropped a connection to ${service}`)
  }
}
