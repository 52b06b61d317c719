/** The photo or video that an event is about, as far as others are told by it. */
export interface AboutImage {
  readonly owner?: string
  readonly profile?: string
}

/** Of the event, or of the message that failed, which is mostly an event of the bus; empty where neither tells. */
export function imageOf(data: unknown): AboutImage {
  const { image, video, body } = (data ?? {}) as { image?: unknown; video?: unknown; body?: unknown }
  return about(image ?? video ?? (typeof body === "string" ? imageIn(body) : undefined))
}

function about(image: unknown): AboutImage {
  const { owner, profile } = (image ?? {}) as { owner?: unknown; profile?: unknown }
  return { ...(typeof owner === "string" ? { owner } : {}), ...(typeof profile === "string" ? { profile } : {}) }
}

interface Message {
  readonly detail?: { readonly data?: { readonly image?: unknown; readonly video?: unknown } }
}

function imageIn(body: string): unknown {
  try {
    const { image, video } = (JSON.parse(body) as Message | null)?.detail?.data ?? {}
    return image ?? video
  } catch {
    return undefined
  }
}
