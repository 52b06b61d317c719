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
  tiles,
  until,
} from "./gallery-story.ts"

let isBlind = false
function look() {
  if (isBlind) throw new Error("the recogniser is blind")
  return [dog]
}

/** A photo that says when and with what it was taken. */
async function taken(name: string, background: string) {
  const exif = {
    IFD0: { Make: "Nikon", Model: "Nikon Z 6" },
    IFD2: { DateTimeOriginal: "2024:05:17 10:30:00", OffsetTimeOriginal: "+02:00" },
  }
  return { name, mimeType: "image/jpeg", buffer: await sharp(plain(background)).withExif(exif).jpeg().toBuffer() }
}

describe.skipIf(noBrowser)("the gallery in a browser", () => {
  const gallery = galleryStory({ look })

  it("takes photos and a broken file in, and shows by itself what becomes of each", async () => {
    const page = await gallery.logIn("Ada")
    const loads: string[] = []
    page.on("framenavigated", (frame) => void loads.push(frame.url()))
    await files(page).setInputFiles([
      await photo("red.jpg", "#aa3333"),
      await photo("green 🌿.jpg", "#33aa33"),
      await taken("blue.jpg", "#3333aa"),
      { name: "broken.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo") },
    ])
    await settled(page, 4)
    await until(() => page.getByRole("img", { name: /dog/ }).count()).toBe(3)
    await tiles(page).getByText("Not accepted").waitFor()
    expect(loads).toEqual([])
  })

  it("shows what is where on a photo, and the events that made it", async () => {
    const page = await gallery.logIn("Ada")
    await page.getByRole("img", { name: /red\.jpg/ }).click()
    const open = page.getByRole("dialog", { name: /red\.jpg/ })
    await open.getByRole("button", { name: /^Dog, 97 %/ }).waitFor()
    const [box, shown] = await Promise.all([
      open.getByRole("button", { name: /^Dog, 97 %/ }).boundingBox(),
      open.getByRole("img", { name: /red\.jpg/ }).boundingBox(),
    ])
    expect(box!.width / shown!.width).toBeCloseTo(0.5, 1)
    for (const step of ["ImageUploaded", "MetadataExtracted", "ThumbnailGenerated", "ImageTagged"])
      await open.getByText(step).first().waitFor()
    await page.keyboard.press("Escape")
    await until(() => dialog(page).count()).toBe(0)
  })

  it("gives the original back byte by byte, and each rendition", async () => {
    const page = await gallery.logIn("Ada")
    await page.getByRole("img", { name: /red\.jpg/ }).click()
    const download = async (item: string | RegExp) => {
      await dialog(page).getByRole("button", { name: "Download" }).click()
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: item }).first().click(),
      ])
      const chunks = await (await file.createReadStream()).toArray()
      return { name: file.suggestedFilename(), data: Buffer.concat(chunks as Buffer[]) }
    }
    const original = await download("Original")
    expect(original.name).toBe("red.jpg")
    expect(original.data.equals((await photo("red.jpg", "#aa3333")).buffer)).toBe(true)
    const rendition = await download(/ px$/)
    expect(rendition.data.equals(original.data)).toBe(false)
    expect((await sharp(rendition.data).metadata()).width).toBeLessThanOrEqual(600)
    expect(page.url()).toContain("/photos/")
  })

  it("finds photos by label, camera, date and text, and deletes one for good", async () => {
    const page = await gallery.logIn("Ada")
    await page.getByRole("link", { name: "Search" }).click()
    const filter = (name: string) => page.getByRole("group", { name: "Filters" }).getByRole("button", { name }).first()
    // What is open of a filter lies over the second line of the bar.
    const clear = async () => (
      await page.keyboard.press("Escape"),
      await page.getByRole("link", { name: "Clear all", exact: true }).click()
    )
    const found = (count: number) => until(() => tiles(page).count()).toBe(count)
    // The API gives what there is to search for some seconds.
    const hasDogs = async () => (
      await page.reload(),
      await page.getByText("What your photos show").waitFor(),
      await page.getByRole("link", { name: /^Dog/ }).count()
    )
    await until(hasDogs).toBe(1)
    await filter("Label").click()
    await page.getByRole("radio", { name: /Dog/ }).check()
    await found(3)
    await clear()
    await filter("Camera").click()
    await page.getByRole("radio", { name: /Z 6/ }).check()
    await found(1)
    await clear()
    await filter("Date").click()
    await page.getByRole("textbox", { name: "From" }).or(page.getByLabel("From")).first().fill("2024-05-17")
    await page.getByLabel("To", { exact: true }).fill("2024-05-17")
    await found(1)
    await page.getByLabel("From").fill("2024-05-16")
    await page.getByLabel("To", { exact: true }).fill("2024-05-16")
    await found(0)
    await page.getByText("Nothing fits").waitFor()
    await page.getByRole("combobox", { name: "Search your photos" }).fill("blue")
    await page.keyboard.press("Enter")
    await found(1)
    await page.getByRole("img", { name: /blue\.jpg/ }).click()
    await dialog(page).getByRole("button", { name: "Delete" }).click()
    await page.getByRole("dialog", { name: "Delete this photo?" }).getByRole("button", { name: "Delete" }).click()
    await found(0)
    await page.getByRole("link", { name: "Photos", exact: true }).click()
    await found(3)
  })

  it("keeps albums: creates, renames, fills, empties and deletes one", async () => {
    const page = await gallery.logIn("Ada")
    await page.getByRole("link", { name: "Albums" }).click()
    await page.getByRole("button", { name: /Create your first album/ }).click()
    await dialog(page).getByRole("textbox").fill("Holiday")
    await page.keyboard.press("Enter")
    await page.getByRole("link", { name: "Holiday" }).waitFor()
    await page.getByRole("button", { name: "Actions for Holiday" }).click()
    await page.getByRole("menuitem", { name: "Rename" }).click()
    await page.getByRole("dialog", { name: "Rename the album" }).getByRole("textbox").fill("Garden")
    await page.keyboard.press("Enter")
    await page.getByRole("link", { name: "Garden" }).waitFor()
    await page.getByRole("link", { name: "Photos", exact: true }).click()
    for (const name of ["red.jpg", "green 🌿.jpg"]) await page.getByRole("button", { name: `Select ${name}` }).click()
    await page.getByRole("button", { name: "Add to an album" }).click()
    await page.getByRole("button", { name: "Garden" }).click()
    await page.getByText("2 items added to “Garden”.").waitFor()
    await page.getByRole("link", { name: "Albums" }).click()
    await page.getByRole("article").getByText("2 items").waitFor()
    await page.getByRole("link", { name: "Garden" }).click()
    await page.getByRole("button", { name: "Select red.jpg" }).click()
    await page.getByRole("button", { name: "Remove from Garden" }).first().click()
    await settled(page, 1)
    await page.getByRole("button", { name: "Actions for Garden" }).click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    await dialog(page).getByRole("button", { name: "Delete the album" }).click()
    await page.getByText("No albums yet").waitFor()
    await page.getByRole("link", { name: "Photos", exact: true }).click()
    await settled(page, 3)
  })

  it("tries a failed step again, and all that failed for the same reason", async () => {
    const page = await gallery.logIn("Bob")
    isBlind = true
    await files(page).setInputFiles([
      await photo("one.jpg", "#111111"),
      await photo("two.jpg", "#222222"),
      await photo("three.jpg", "#333333"),
    ])
    const failed = tiles(page).getByText("Not recognised")
    await until(() => failed.count()).toBe(3)
    isBlind = false
    await tiles(page)
      .filter({ has: page.getByRole("img", { name: /one\.jpg/ }) })
      .getByRole("button", { name: "Retry" })
      .click()
    await until(() => failed.count()).toBe(2)
    await page.getByRole("button", { name: "What to do about two.jpg" }).click()
    await page.getByRole("menuitem", { name: "Retry all failed for this reason" }).click()
    await page.getByText("2 photos tried again.").waitFor()
    await until(() => page.getByRole("img", { name: /dog/ }).count()).toBe(3)
  })

  it("shows somebody else nothing of it", async () => {
    const page = await gallery.logIn("Eve")
    await page.getByText("No photos yet").waitFor()
    expect(await tiles(page).count()).toBe(0)
    await isAccessible(page)
  })
})
