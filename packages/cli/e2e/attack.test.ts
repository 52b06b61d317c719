import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
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
import { files, galleryStory, noBrowser, photo, settled } from "./gallery-story.ts"

/** A name that its owner lets point at this machine once the page is loaded: DNS rebinding. */
const REBOUND = "attacker.example"

// What any page on the web could do to the engine of somebody who looks at that page. The engine's access key is no secret.
describe.skipIf(noBrowser)("a page of another site", () => {
  const gallery = galleryStory({ browserArguments: [`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`] })
  let server: Server
  let evil: string
  let client: S3Client
  let bucket: string

  beforeAll(async () => {
    server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<p>An innocent page"))
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    bucket = gallery.engine.graph.buckets.find(({ id }) => id === "Photos")!.name
    const credentials = { accessKeyId: "local", secretAccessKey: "local" }
    const { url: endpoint } = gallery.engine
    client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true })
  })

  afterAll(async () => {
    client.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  /** As a client with all permissions sees it. */
  async function isStored(Key: string): Promise<boolean> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: Key }))
    return Contents.length > 0
  }

  async function attacker(): Promise<Page> {
    const page = await gallery.visit()
    await page.goto(evil)
    return page
  }

  /** Sends a form that S3 would take, by a click's navigation or by a script. */
  const sendForm = async (page: Page, key: string, how: "form" | "script") => {
    const { url, fields } = await createPresignedPost(client, {
      Bucket: bucket,
      Key: key,
      Fields: { "Content-Type": "text/html" },
    })
    const body = "<script>alert(document.domain)</script>"
    await page.evaluate(
      `(async () => {
        const form = document.createElement("form")
        Object.assign(form, { method: "post", enctype: "multipart/form-data", action: ${JSON.stringify(url)} })
        const field = (name, others) => form.append(Object.assign(document.createElement("input"), { name, ...others }))
        for (const [name, value] of Object.entries(${JSON.stringify(fields)})) field(name, { value })
        const { files, items } = new DataTransfer()
        items.add(new File([${JSON.stringify(body)}], "page.html", { type: "text/html" }))
        field("file", { type: "file", files })
        if (${how === "script"}) return await fetch(form.action, { method: "post", mode: "no-cors", body: new FormData(form) })
        document.body.append(form)
        form.submit()
      })()`,
    )
  }

  it("stores nothing by a form that it has signed", async () => {
    const page = await attacker()
    await sendForm(page, "uploads/by-script.html", "script")
    expect(await isStored("uploads/by-script.html")).toBe(false)
    const refused = page.waitForResponse((response) => response.url().startsWith(gallery.engine.url))
    await sendForm(page, "uploads/by-form.html", "form")
    expect((await refused).status()).toBe(403)
    expect(await isStored("uploads/by-form.html")).toBe(false)
  })

  it("calls no API by a request without a preflight, and reads nothing", async () => {
    const page = await attacker()
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

  it("opens no realtime connection", async () => {
    const page = await attacker()
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

  it("does not get its script run by the gallery, even where somebody has stored it", async () => {
    const put = { Bucket: bucket, Key: "uploads/stored.html", ContentType: "text/html" }
    await client.send(
      new PutObjectCommand({ ...put, Body: "<title>stored</title><script>document.title = 'run'</script>" }),
    )
    const page = await gallery.visit()
    const stored = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: put.Key }))
    const answer = await page.goto(stored)
    expect(answer?.headers()).toMatchObject({
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
    })
    expect(await page.title()).toBe("stored")
  })

  it("leaves the gallery as it was: a photo is uploaded and shown", async () => {
    const page = await gallery.logIn("anna")
    await files(page).setInputFiles([await photo("still.jpg", "#336699")])
    await settled(page, 1)
  })
})
