import { randomBytes } from "node:crypto"
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page, Route } from "playwright-core"
import sharp from "sharp"
import { describe, expect, it } from "vitest"
import { enter, files, galleryStory, noBrowser, photo, settled, tiles, until } from "./gallery-story.ts"

const environment = { DARKROOM_BYTES_PER_PHOTO: "2000000", DARKROOM_BYTES_PER_DAY: "3000000" }

const panel = (page: Page) => page.getByRole("region", { name: "Uploads" })
const row = (page: Page, name: string) => panel(page).getByRole("listitem").filter({ hasText: name })
const colours = ["#a03030", "#30a030", "#3030a0"]
const three = (name: string) => Promise.all(colours.map((colour, index) => photo(`${name}${index + 1}.jpg`, colour)))

/** A photo of about as many bytes: noise does not become smaller. */
async function heavy(name: string, megabytes: number) {
  const [width, height] = [1000, Math.round(megabytes * 333)]
  const buffer = await sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  return { name, mimeType: "image/png", buffer }
}

const isPostToS3 = (route: Route) => route.request().method() === "POST"
const BUCKET = /\/[a-z-]*photos[a-z0-9-]*\/?$/

/** Holds back what is sent to S3 until it is let go, or broken off. */
async function holdPosts(page: Page) {
  const held: Route[] = []
  const hold = (route: Route) => (isPostToS3(route) ? void held.push(route) : route.continue())
  await page.context().route(BUCKET, hold)
  return {
    count: (posts: number) => until(() => held.length).toBe(posts),
    async end(act: (route: Route) => Promise<void> = (route) => route.continue()) {
      await page.context().unroute(BUCKET, hold)
      // What was cancelled or left behind with its page is gone already.
      await Promise.all(held.map((route) => act(route).catch(() => undefined)))
    },
  }
}

/** Drops files of the disk, as a hand with a mouse would. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ["dragEnter", "dragOver"] as const)
    await devtools.send("Input.dispatchDragEvent", { type, x: 600, y: 500, data })
  await page.getByText("Drop photos, videos or folders").waitFor()
  await devtools.send("Input.dispatchDragEvent", { type: "drop", x: 600, y: 500, data })
}

describe.skipIf(noBrowser)("uploads in a browser", () => {
  const gallery = galleryStory({ environment })

  it("says at each file what is wrong with it, and uploads the others", async () => {
    const page = await gallery.logIn("Ada")
    const long = `${"x".repeat(290)} end.jpg`
    const [good, emoji, named] = await three("")
    await files(page).setInputFiles([
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no photo") },
      { name: "empty.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) },
      { name: "lies.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo either") },
      await heavy("large.png", 2.5),
      good!,
      { ...good!, name: "twin.jpg" },
      { ...emoji!, name: "👩‍👩‍👧 beach 🏖️.jpg" },
      { ...named!, name: long },
    ])
    await row(page, "notes.txt").getByText("This is neither a photo nor a video.").waitFor()
    await row(page, "empty.jpg").getByText("The file is empty.").waitFor()
    await row(page, "large.png").getByText("A photo may have 2 MB at the most.").waitFor()
    await row(page, "lies.jpg").getByText("lies.jpg is a text file, not a photo").waitFor()
    // Until the other one is a photo.
    await row(page, "twin.jpg")
      .getByText(/The same file is among these uploads|You have this file already/)
      .waitFor()
    // The one that is no image is among the photos too, where it can be deleted.
    await settled(page, 4)
    await page.getByRole("img", { name: /👩‍👩‍👧 beach 🏖️\.jpg/ }).waitFor()
    await page.getByRole("img", { name: /; x{150,}.*\.jpg/ }).waitFor()
    await until(() => panel(page).getByText("being processed").count()).toBe(0)
    await files(page).setInputFiles([{ ...good!, name: "again.jpg" }])
    await row(page, "again.jpg").getByText("You have this file already").waitFor()
    await panel(page).getByRole("button", { name: "Remove finished" }).click()
    await until(() => panel(page).count()).toBe(0)
  })

  it("says when a limit that is reached opens again", async () => {
    const page = await gallery.logIn("Lim", { timezoneId: "UTC" })
    await files(page).setInputFiles([await heavy("first.png", 1.7), await heavy("second.png", 1.7)])
    await row(page, "second.png")
      .getByText(/no room left .* (Try again|Goes on) (tomorrow at|in \d)/)
      .waitFor()
    await settled(page, 1)
    await page.getByRole("button", { name: /account of Lim/ }).click()
    await page.getByText(/^The limits of the day open again at/).waitFor()
  })

  it("renews a token that the API refuses, and loses nothing", async () => {
    const page = await gallery.logIn("Tim")
    const refused: string[] = []
    await page.route(/\/uploads$/, (route) => {
      if (refused.length > 0) return route.continue()
      refused.push(route.request().headers()["authorization"] ?? "")
      return route.fulfill({ status: 401, body: "" })
    })
    const renewal = page.waitForResponse(/\/oauth2\/token$/)
    await files(page).setInputFiles(await three("renewed"))
    expect((await renewal).status()).toBe(200)
    await settled(page, 3)
  })

  it("has one sign in again in a window of its own where the token cannot be renewed, and goes on", async () => {
    const page = await gallery.logIn("Max")
    let over = true
    await page.route(/\/uploads$/, (route) => (over ? route.fulfill({ status: 401, body: "" }) : route.continue()))
    await page.route(/\/oauth2\/token$/, (route) =>
      route.fulfill({ status: 400, contentType: "application/json", body: `{"error":"invalid_grant"}` }),
    )
    await files(page).setInputFiles(await three("kept"))
    const ended = page.getByRole("dialog", { name: "Your session has ended" })
    await ended.waitFor()
    over = false
    await page.unroute(/\/oauth2\/token$/)
    const popup = page.waitForEvent("popup")
    await page.context().clearCookies()
    await ended.getByRole("button", { name: "Sign in again" }).click()
    await (await popup).getByRole("textbox", { name: "Name" }).fill("Max")
    await (await popup).keyboard.press("Enter")
    await until(() => ended.count()).toBe(0)
    await until(async () => (await popup).isClosed()).toBe(true)
    await settled(page, 3)
  })

  it("waits for a network that went away halfway, and tries a connection that broke off again", async () => {
    const page = await gallery.logIn("Net")
    const posts = await holdPosts(page)
    await files(page).setInputFiles(await three("off"))
    await posts.count(3)
    await page.context().setOffline(true)
    await posts.end((route) => route.abort("internetdisconnected"))
    await page.getByText("You are offline. What was loaded stays; uploads go on when you are back.").waitFor()
    for (const name of ["off1", "off2", "off3"]) await row(page, name).getByText("Waiting for the network.").waitFor()
    const again = await holdPosts(page)
    await page.context().setOffline(false)
    await again.count(3)
    await again.end((route) => route.abort("connectionreset"))
    await settled(page, 3)
  })

  it("asks by itself while there are no live updates", async () => {
    const page = await gallery.visit()
    await page.routeWebSocket(/_live|mqtt/, (socket) => socket.close())
    await enter(page, "Pol")
    await page.getByText("Live updates are interrupted.").waitFor()
    await files(page).setInputFiles(await three("polled"))
    await settled(page, 3)
    await until(() => panel(page).count()).toBe(0)
  })

  it("pauses, cancels and tries again what it is told to", async () => {
    const page = await gallery.logIn("Eva")
    const posts = await holdPosts(page)
    await files(page).setInputFiles(await three("told"))
    await posts.count(3)
    await row(page, "told1").getByRole("button", { name: "Pause told1.jpg" }).click()
    await row(page, "told1").getByText("Paused").waitFor()
    await row(page, "told2").getByRole("button", { name: "Cancel told2.jpg" }).click()
    await until(() => row(page, "told2").count()).toBe(0)
    await panel(page).getByRole("button", { name: "Pause all" }).click()
    await row(page, "told3").getByText("Paused").waitFor()
    await posts.end()
    await row(page, "told1").getByRole("button", { name: "Resume told1.jpg" }).click()
    await panel(page).getByRole("button", { name: "Resume all" }).click()
    await settled(page, 2)
    await until(() => panel(page).count()).toBe(0)
  })

  it("tries one failed upload again, or all", async () => {
    const page = await gallery.logIn("Uwe")
    const refuse = (route: Route) => (isPostToS3(route) ? route.fulfill({ status: 400, body: "" }) : route.continue())
    await page.route(BUCKET, refuse)
    await files(page).setInputFiles(await three("failed"))
    for (const name of ["failed1", "failed2", "failed3"])
      await row(page, name).getByText("The storage refused").waitFor()
    await page.unroute(BUCKET, refuse)
    await row(page, "failed1").getByRole("button", { name: "Retry failed1.jpg" }).click()
    await settled(page, 1)
    await panel(page).getByRole("button", { name: "Retry failed", exact: true }).click()
    await settled(page, 3)
  })

  it("goes on after the page was loaded anew in the middle", async () => {
    const page = await gallery.logIn("Rel")
    const posts = await holdPosts(page)
    await files(page).setInputFiles([...(await three("left")), { ...(await photo("left4.jpg", "#777777")) }])
    await posts.count(4)
    await row(page, "left4").getByRole("button", { name: "Pause left4.jpg" }).click()
    await row(page, "left4").getByText("Paused").waitFor()
    await page.reload()
    await posts.end()
    await row(page, "left4").getByText("Paused").waitFor()
    await settled(page, 3)
    await row(page, "left4").getByRole("button", { name: "Resume left4.jpg" }).click()
    await settled(page, 4)
  })

  it("takes a folder that is dropped into an album, what is pasted and what is picked", async () => {
    const page = await gallery.logIn("Dora")
    const [first, second, third] = await three("way")
    const folder = mkdtempSync(join(tmpdir(), "darkroom-drop-"))
    mkdirSync(join(folder, "deep"))
    writeFileSync(join(folder, "way1.jpg"), first!.buffer)
    writeFileSync(join(folder, "deep", "way2.jpg"), second!.buffer)
    writeFileSync(join(folder, "notes.txt"), "no photo")
    await page.getByRole("link", { name: "Albums" }).click()
    await page.getByRole("button", { name: "New album" }).click()
    await page.getByRole("textbox", { name: "New album" }).fill("Dropped")
    await page.keyboard.press("Enter")
    await page.getByRole("link", { name: "Dropped" }).click()
    await page.getByText("This album is empty").waitFor()
    await drop(page, [folder])
    await page.getByText("1 file left out that is no photo or video.").waitFor()
    await settled(page, 2)
    await page.getByRole("link", { name: "Photos", exact: true }).click()
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer()
      const bytes = new Uint8Array(${JSON.stringify([...third!.buffer])})
      clipboardData.items.add(new File([bytes], "pasted.jpg", { type: "image/jpeg" }))
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
    })()`)
    await settled(page, 3)
    const chooser = page.waitForEvent("filechooser")
    await page.getByRole("button", { name: "Upload", exact: true }).click()
    await page.getByRole("menuitem", { name: "Photos and videos" }).click()
    await (await chooser).setFiles([await photo("picked.jpg", "#123456")])
    await settled(page, 4)
    expect(await tiles(page).count()).toBe(4)
  })
})
