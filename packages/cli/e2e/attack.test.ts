import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3"
import { createPresignedPost } from "@aws-sdk/s3-presigned-post"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { files, galleryStory, noBrowser, photo, settled, tiles } from "./gallery-story.ts"

/** The page's origin has another port than the engine's: by the first name it is the same site, by the second another one. */
const HOSTS = ["127.0.0.1", "localhost"]

/** Access keys that everybody can guess: of the account's owner, and of a function that may put what people upload. */
const SIGNERS = ["local", "GalleryApi"]

/** Where people's uploads are. */
const KEY = "private/mallory/uploads/page.html"

/** A name that its owner lets point at this machine once the page is loaded: DNS rebinding. */
const REBOUND = "attacker.example"

// What any page on the web could do to the engine of somebody who looks at that page. The engine's access key is no secret.
describe.skipIf(noBrowser)("a page of another site", () => {
  const gallery = galleryStory({ browserArguments: [`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`] })
  let server: Server
  let port: number
  let client: S3Client
  let bucket: string

  beforeAll(async () => {
    server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<p>An innocent page"))
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    port = (server.address() as AddressInfo).port
    bucket = gallery.engine.graph.buckets.find(({ id }) => id === "Photos")!.name
    client = clientOf("local")
  })

  function clientOf(accessKeyId: string): S3Client {
    const credentials = { accessKeyId, secretAccessKey: "local" }
    return new S3Client({ endpoint: gallery.engine.url, region: "us-east-1", credentials, forcePathStyle: true })
  }

  afterAll(async () => {
    client.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  /** As a client with all permissions sees it. */
  async function isStored(Key: string): Promise<boolean> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: Key }))
    return Contents.length > 0
  }

  async function attacker(host: string): Promise<Page> {
    const page = await gallery.visit()
    await page.goto(`http://${host}:${port}/`)
    return page
  }

  /** Sends a form that S3 would take, by a click's navigation or by a script. */
  const sendForm = async (page: Page, signer: string, key: string, how: "form" | "script") => {
    const { url, fields } = await createPresignedPost(clientOf(signer), {
      Bucket: bucket,
      Key: key,
      Fields: { "Content-Type": "text/html" },
    })
    const body = "<script>alert(document.domain)</script>"
    return await page.evaluate(
      `(async () => {
        const form = document.createElement("form")
        Object.assign(form, { method: "post", enctype: "multipart/form-data", action: ${JSON.stringify(url)} })
        const field = (name, others) => form.append(Object.assign(document.createElement("input"), { name, ...others }))
        for (const [name, value] of Object.entries(${JSON.stringify(fields)})) field(name, { value })
        const { files, items } = new DataTransfer()
        items.add(new File([${JSON.stringify(body)}], "page.html", { type: "text/html" }))
        field("file", { type: "file", files })
        if (${how === "script"}) {
          const { status } = await fetch(form.action, { method: "post", mode: "no-cors", body: new FormData(form) })
          return status
        }
        document.body.append(form)
        form.submit()
      })()`,
    )
  }

  it.each(HOSTS)("at %s stores nothing by a form that it has signed", async (host) => {
    for (const signer of SIGNERS) {
      const page = await attacker(host)
      await sendForm(page, signer, KEY, "script")
      const refused = page.waitForResponse((response) => response.url().startsWith(gallery.engine.url))
      await sendForm(page, signer, KEY, "form")
      expect((await refused).status()).toBe(403)
    }
    expect(await isStored(KEY)).toBe(false)
  })

  it.each(HOSTS)("at %s calls no API by a request without a preflight, and reads nothing", async (host) => {
    const page = await attacker(host)
    const signed = await getSignedUrl(
      client,
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: "uploads/blind" }),
    )
    const asked = async (url: string, options: object) =>
      await page.evaluate<string>(
        `fetch(${JSON.stringify(url)}, ${JSON.stringify(options)}).then((answer) => answer.type, () => "unreadable")`,
      )
    const blind = { method: "POST", mode: "no-cors", headers: { "content-type": "text/plain" } }
    expect(await asked(signed, blind)).toBe("opaque")
    expect(await asked(`${gallery.engine.url}/status`, {})).toBe("unreadable")
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    expect(Uploads).toEqual([])
  })

  it.each(HOSTS)("at %s opens no realtime connection", async (host) => {
    const page = await attacker(host)
    const socket = gallery.engine.url.replace("http", "ws")
    const opened = await page.evaluate<string>(
      `new Promise((resolve) => {
        const socket = new WebSocket(${JSON.stringify(`${socket}/_live`)}, "mqtt")
        socket.onopen = () => resolve("open")
        socket.onerror = () => resolve("refused")
      })`,
    )
    expect(opened).toBe("refused")
  })

  it("reaches nothing by a name that points at this machine", async () => {
    const page = await gallery.visit()
    const { port } = new URL(gallery.engine.url)
    for (const path of ["/", "/status", "/gallery/", `/${bucket}?list-type=2`]) {
      const answer = await page.goto(`http://${REBOUND}:${port}${path}`)
      expect([path, answer?.status(), await answer?.text()]).toEqual([path, 403, "Only for this machine.\n"])
    }
  })

  it("gains nothing where a browser brings what it has signed to the gallery's own origin", async () => {
    const page = await gallery.visit()
    for (const signer of SIGNERS) expect(await sendForm(page, signer, KEY, "script")).toBe(403)
    const listed = await getSignedUrl(client, new ListObjectsV2Command({ Bucket: bucket }))
    expect(await page.evaluate(`fetch(${JSON.stringify(listed)}).then(({ status }) => status)`)).toBe(403)
    const answer = await page.goto(listed)
    expect([answer?.status(), await answer?.text()]).toEqual([
      403,
      expect.stringContaining("takes from a browser only what a function of the app has signed"),
    ])
    expect(await isStored(KEY)).toBe(false)
  })

  it("leaves the gallery as it was, and gets no script run there even where it could store one", async () => {
    const page = await gallery.logIn("anna")
    await files(page).setInputFiles([await photo("still.jpg", "#336699")])
    await settled(page, 1)
    const shown = tiles(page).locator("img").first()
    await expect.poll(() => shown.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBeGreaterThan(0)
    const rendition = (await shown.getAttribute("src")) ?? ""
    // A URL that the gallery has made, with other content behind it than it thinks.
    const Key = decodeURIComponent(new URL(rendition).pathname.slice(bucket.length + 2))
    const Body = "<title>stored</title><script>document.title = 'run'</script>"
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, ContentType: "text/html", Body }))
    const other = await gallery.visit()
    const answer = await other.goto(rendition)
    expect(answer?.headers()).toMatchObject({
      "content-type": "text/html",
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
    })
    expect(await other.title()).toBe("stored")
  })
})
