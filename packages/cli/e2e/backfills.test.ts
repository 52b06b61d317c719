import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { describe, expect, it } from "vitest"
import { enter, galleryStory, isAccessible, noBrowser, photo, until } from "./gallery-story.ts"

const PHOTOS = 40

describe.skipIf(noBrowser)("backfills in a browser", () => {
  const gallery = galleryStory()
  const client = () => ({
    endpoint: gallery.engine.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  })

  /** Photos under a prefix, and a backfill of them that takes its time. */
  async function startBackfill() {
    const { graph } = gallery.engine
    const bucket = graph.buckets.find(({ id }) => id === "Photos")!.name
    const s3 = new S3Client({ ...client(), forcePathStyle: true })
    const { buffer } = await photo("old.jpg", "#557755")
    for (let index = 0; index < PHOTOS; index++)
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `labels/old/${index}.jpg`, Body: buffer }))
    const control = graph.functions.find(({ id }) => id === "BackfillControl")!
    const command = { command: "start", source: { kind: "prefix", bucket, prefix: "labels/old/" }, rate: 1 }
    const invoke = new InvokeCommand({ FunctionName: control.arn, Payload: JSON.stringify(command) })
    await new LambdaClient(client()).send(invoke)
  }

  it("are looked after by operators, and are not there for others", async () => {
    await startBackfill()
    const page = await gallery.visit()
    await enter(page, "Operators")
    await page.getByRole("link", { name: "Backfills" }).click()
    const card = page.getByRole("article", { name: /labels\/old\/$/ })
    await card.getByText(/^Running/).waitFor()
    await isAccessible(page)
    await card.getByRole("button", { name: "Pause" }).click()
    await card.getByText(/^Paused/).waitFor()
    const rate = card.getByRole("spinbutton", { name: "Objects a second, at the most" })
    await rate.fill("0")
    await card.getByText("From 0.1 to 10,000").waitFor()
    expect(await card.getByRole("button", { name: "Set" }).isDisabled()).toBe(true)
    await rate.fill("500")
    await card.getByRole("button", { name: "Set" }).click()
    await until(() => card.getByRole("button", { name: "Set" }).isDisabled()).toBe(true)
    await page.reload()
    expect(await rate.inputValue()).toBe("500")
    await card.getByRole("button", { name: "Resume" }).click()
    await page.getByRole("region", { name: "Ended" }).getByText(/^Done/).waitFor()
    await card.getByText(`${PHOTOS} rows read`).waitFor()
    await isAccessible(page)
    const careless = await gallery.logIn("Operators without a second factor")
    await careless.getByRole("link", { name: "Backfills" }).click()
    await careless.getByText("Operators need a second factor").waitFor()
    await isAccessible(careless)
    const other = await gallery.logIn("Ada")
    expect(await other.getByRole("link", { name: "Backfills" }).count()).toBe(0)
    await other.goto(`${gallery.url}backfills`)
    await other.getByText("There is no such page").waitFor()
  })
})
