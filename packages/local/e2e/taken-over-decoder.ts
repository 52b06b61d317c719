// What somebody could try who runs code of their own in the function that decodes videos. It is invoked in its place.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"

interface Request {
  readonly original: { readonly url: string; readonly headers: Record<string, string> }
}

let calls = 0

/** Answers an error whose message is what came of each attempt, as JSON. */
export async function handler({ original: { url, headers } }: Request): Promise<object> {
  const { origin, pathname, search } = new URL(url)
  const [, Bucket = "", ...rest] = decodeURIComponent(pathname).split("/")
  const others = rest.join("/").replace(/ada/, "bob")
  const s3 = new S3Client({ maxAttempts: 1 })
  const events = new EventBridgeClient({ maxAttempts: 1 })
  const byUrl = async (path: string, method = "GET") =>
    String((await fetch(`${origin}${path}${search}`, { method, headers: { ...headers, range: "bytes=0-3" } })).status)
  const attempts: Record<string, () => Promise<unknown>> = {
    ownByUrl: () => byUrl(pathname),
    othersByUrl: () => byUrl(`/${Bucket}/${others}`),
    listByUrl: () => byUrl(`/${Bucket}`),
    writeByUrl: () => byUrl(pathname, "PUT"),
    own: () => s3.send(new GetObjectCommand({ Bucket, Key: rest.join("/") })),
    others: () => s3.send(new GetObjectCommand({ Bucket, Key: others })),
    list: () => s3.send(new ListObjectsV2Command({ Bucket })),
    write: () => s3.send(new PutObjectCommand({ Bucket, Key: "private/bob/resized/a/256.webp", Body: "mine" })),
    event: () =>
      events.send(
        new PutEventsCommand({ Entries: [{ Source: "darkroom.video", DetailType: "VideoTagged", Detail: "{}" }] }),
      ),
  }
  const outcomes: Record<string, string> = { calls: String(++calls) }
  for (const [name, attempt] of Object.entries(attempts))
    outcomes[name] = await attempt().then(
      (value) => (typeof value === "string" ? value : "ok"),
      (error: Error) => error.name,
    )
  return { ok: false, error: { name: "TakenOver", message: JSON.stringify(outcomes) } }
}
