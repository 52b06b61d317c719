/** The photo that an event is about, as far as others are told by it. */
export interface AboutImage {
  readonly owner?: string
  readonly profile?: string
}

/** Of the event, or of the message that failed, which is mostly an event of the bus; empty where neither tells. */
export function imageOf(data: unknown): AboutImage {
  const { image, body } = (data ?? {}) as { image?: unknown; body?: unknown }
  return about(image ?? (typeof body === "string" ? imageIn(body) : undefined))
}

function about(image: unknown): AboutImage {
  const { owner, profile } = (image ?? {}) as { owner?: unknown; profile?: unknown }
  return { ...(typeof owner === "string" ? { owner } : {}), ...(typeof profile === "string" ? { profile } : {}) }
}

function imageIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { detail?: { data?: { image?: unknown } } } | null)?.detail?.data?.image
  } catch {
    return undefined
  }
}
