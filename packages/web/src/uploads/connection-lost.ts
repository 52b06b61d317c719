/** Thrown when no answer came: no network, a broken connection, or a file that went away while it was read. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost"
}
