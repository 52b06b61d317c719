import { generateVideo } from "@darkroom/vision/testing"
import type { Page } from "playwright-core"
import sharp from "sharp"
import { describe, expect, it } from "vitest"
import {
  dialog,
  dog,
  files,
  galleryStory,
  isAccessible,
  noBrowser,
  photo,
  plain,
  settled,
  type StoryFile,
  tiles,
  until,
} from "./gallery-story.ts"

const car = { ...dog, name: "Car", confidence: 88, parents: ["Vehicle"], instances: [] }

/** Red is a dog, blue is a car. */
async function look(image: Uint8Array) {
  const { channels } = await sharp(image).stats()
  const [red, , blue] = channels.map(({ mean }) => mean)
  return [...(red! > 120 ? [dog] : []), ...(blue! > 120 ? [car] : [])]
}

const picture = (background: string) => sharp(plain(background)).png().toBuffer()

/** Four seconds of a dog, four of a car, four of a dog. */
async function video(name: string): Promise<StoryFile> {
  const [red, blue] = [await picture("#c04040"), await picture("#3050c0")]
  const scenes = [red, blue, red].map((scene) => ({ picture: scene, seconds: 4 }))
  return { name, mimeType: "video/mp4", buffer: await generateVideo({ scenes, width: 640, height: 360 }) }
}

const player = (page: Page) => dialog(page).locator("video")

/** What the browser's player tells of itself, as far as it is looked at. */
interface Played {
  readonly currentTime: number
  readonly paused: boolean
  readonly readyState: number
}
const told = <Name extends keyof Played>(page: Page, name: Name) =>
  player(page).evaluate((element, of) => (element as unknown as Played)[of], name)
const at = (page: Page) => told(page, "currentTime")
/** There is a picture. */
const isThere = (page: Page) => until(() => told(page, "readyState")).toBeGreaterThan(1)
const timeLine = (page: Page) => dialog(page).getByRole("region", { name: "Time line" })

describe.skipIf(noBrowser)("videos in a browser", () => {
  const gallery = galleryStory({ look })

  it("are taken in among photos, and are told by their length", async () => {
    const page = await gallery.logIn("Vera")
    const walk = await video("walk.mp4")
    await files(page).setInputFiles([
      walk,
      await photo("sea.jpg", "#3333aa"),
      { name: "broken.mp4", mimeType: "video/mp4", buffer: (await video("x.mp4")).buffer.subarray(0, 4000) },
    ])
    await settled(page, 3)
    await page.getByRole("img", { name: /^Video: dog.*walk\.mp4/ }).waitFor()
    await tiles(page).filter({ hasText: "0:12" }).waitFor()
    await tiles(page).getByText("Not accepted").waitFor()
    await isAccessible(page)
    // The same film again is no second video, and the next page knows nothing of it.
    const twice = page.getByText("You have this file already")
    await files(page).setInputFiles([{ ...walk, name: "again.mp4" }])
    await twice.waitFor()
    await page.reload()
    await settled(page, 3)
    expect(await twice.count()).toBe(0)
  })

  it("are not asked for again where there is none", async () => {
    const page = await gallery.logIn("Vera")
    await page.goto(new URL("photos/7f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11", page.url()).href)
    await dialog(page).getByRole("alert").getByText("There is no such photo.").waitFor()
    expect(await dialog(page).getByRole("button").allTextContents()).toEqual(["Close"])
  })

  it("are played, with what is seen in them along their time", async () => {
    const page = await gallery.logIn("Vera")
    await page.getByRole("img", { name: /walk\.mp4/ }).click()
    await page.getByRole("dialog", { name: "Video walk.mp4" }).waitFor()
    await isThere(page)
    const bars = (name: RegExp) => timeLine(page).getByRole("button", { name })
    await until(() => bars(/^Dog, .* %$/).count()).toBe(2)
    await bars(/^Car, 0:0[34] to 0:0[78], 88/).click()
    await until(() => at(page)).toBeGreaterThan(3)
    expect(await at(page)).toBeLessThan(5)
    await bars(/^Dog/).first().focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await until(() => at(page)).toBeGreaterThan(7)
    await dialog(page)
      .getByRole("list", { name: "Dog" })
      .last()
      .getByRole("button", { name: /^Dog, 0:00/ })
      .click()
    await until(() => at(page)).toBeLessThan(1)
    await isAccessible(page, "[role=dialog]")
  })

  it("are played and paused by the space bar, moved in by arrows on the player, and left by arrows elsewhere", async () => {
    const page = await gallery.logIn("Vera")
    await page.getByRole("img", { name: /walk\.mp4/ }).click()
    const paused = () => told(page, "paused")
    await isThere(page)
    await page.keyboard.press("Space")
    await until(paused).toBe(false)
    await page.keyboard.press("Space")
    await until(paused).toBe(true)
    await player(page).focus()
    await page.keyboard.press("ArrowRight")
    await until(() => at(page)).toBeGreaterThan(4.9)
    await page.keyboard.press("b")
    await until(() => timeLine(page).count()).toBe(0)
    await page.keyboard.press("b")
    await timeLine(page).waitFor()
    await page.keyboard.press("i")
    await until(() => dialog(page).getByRole("complementary").count()).toBe(0)
    await page.keyboard.press("i")
    await dialog(page).getByRole("button", { name: "Close (Esc)" }).focus()
    const isLast = (await dialog(page).getByRole("button", { name: "Next photo" }).count()) === 0
    await page.keyboard.press(isLast ? "ArrowLeft" : "ArrowRight")
    await page.getByRole("dialog", { name: /^(Photo|Video) (sea|broken)/ }).waitFor()
  })

  it("go on at the same place with another address when theirs has expired", async () => {
    const page = await gallery.logIn("Vera")
    await page.getByRole("img", { name: /walk\.mp4/ }).click()
    await isThere(page)
    await player(page).focus()
    await page.keyboard.press("ArrowRight")
    await until(() => at(page)).toBeGreaterThan(4.9)
    const address = () => player(page).getAttribute("src")
    const renewed = `${await address()}#renewed`
    await page.route(/\/photos\/[^/]+$/, async (route) => {
      const response = await route.fetch()
      const photo = (await response.json()) as { video: object }
      await route.fulfill({ response, json: { ...photo, video: { ...photo.video, play: renewed } } })
    })
    // What the page knows of the video is older than it may be by then.
    await page.clock.setFixedTime(Date.now() + 120_000)
    // A browser has loaded all of so short a video, so it would not notice by itself.
    await player(page).dispatchEvent("error")
    await until(address).toBe(renewed)
    await isThere(page)
    await until(() => at(page)).toBeGreaterThan(4.9)
    expect(await at(page)).toBeLessThan(5.5)
    expect(await told(page, "paused")).toBe(true)
  })

  it("can be told from photos by a search", async () => {
    const page = await gallery.logIn("Vera")
    await page.getByRole("link", { name: "Search" }).click()
    await page.getByRole("group", { name: "Filters" }).getByRole("button", { name: "Kind" }).click()
    await page.getByRole("radio", { name: "Videos" }).check()
    await until(() => tiles(page).count()).toBe(2)
    await page.getByRole("radio", { name: "Photos" }).check()
    await until(() => tiles(page).count()).toBe(1)
    await page.getByRole("img", { name: /sea\.jpg/ }).waitFor()
  })
})
