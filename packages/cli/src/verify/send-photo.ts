import type { GalleryClient } from "@darkroom/gallery-api/client"
import { createHash, randomUUID } from "node:crypto"
import { answerText, type Asking, ask } from "./ask.ts"
import { Miss } from "./miss.ts"

/** An upload that S3 has taken. */
export interface Sent {
  readonly uploadId: string
  readonly name: string
  readonly sha256: string
}

const contentType = "image/jpeg"

/** Has the API sign a form and posts it to S3, as the page does. Throws Miss, GalleryError. */
export async function sendPhoto(client: GalleryClient, name: string, bytes: Buffer, asking: Asking): Promise<Sent> {
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  const file = { clientId: randomUUID(), name, size: bytes.length, contentType, sha256 }
  const { uploads } = await client.signUploads({ body: { files: [file] } }, { signal: asking.signal })
  const [signed] = uploads
  if (signed === undefined || !("fields" in signed))
    throw new Miss({ expected: `a signed form for ${name}`, found: JSON.stringify(signed), next: asking.next })
  const form = new FormData()
  for (const [field, value] of Object.entries(signed.fields)) form.set(field, value)
  form.set("file", new Blob([new Uint8Array(bytes)], { type: contentType }))
  const response = await ask(signed.url, asking, { method: "POST", body: form })
  if (!response.ok)
    throw new Miss({
      expected: `S3 to take ${name} with the form that the API has signed`,
      found: await answerText(response),
      next: asking.next,
    })
  return { uploadId: signed.uploadId, name, sha256 }
}
