/** Thrown when a client may not connect; says why, for whoever develops the app: the client itself is told no reason. */
export class ConnectionRefused extends Error {
  override readonly name = "ConnectionRefused"
  constructor(clientId: string, reason: string, options?: ErrorOptions) {
    super(`The connection of ${clientId} was refused: ${reason}`, options)
  }
}

/** Thrown when a client does what its policy does not allow and is disconnected for it. */
export class NotAllowed extends Error {
  override readonly name = "NotAllowed"
  constructor(clientId: string, action: string, name: string) {
    super(`${clientId} may not ${action} ${name}`)
  }
}

/** Thrown for bytes that are no MQTT. */
export class MalformedPacket extends Error {
  override readonly name = "MalformedPacket"
  constructor(what: string) {
    super(`Not a packet of MQTT: ${what}`)
  }
}
