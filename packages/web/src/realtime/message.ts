/** Of services/notification: the status of a photo has changed. */
export interface PhotoMessage {
  readonly type: "photo"
  readonly photoId: string
  readonly status: string
  readonly event: string
  readonly time: string
}

/** The message in a payload; null for what this page does not know, which a later version may send. */
export function parseMessage(payload: string): PhotoMessage | null {
  try {
    const message = JSON.parse(payload) as Partial<PhotoMessage> | null
    const known = message?.type === "photo" && typeof message.photoId === "string" && typeof message.event === "string"
    return known ? (message as PhotoMessage) : null
  } catch {
    return null
  }
}
