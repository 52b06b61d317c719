import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { dialog, files, galleryStory, isAccessible, noBrowser, photo, settled, tiles, until } from "./gallery-story.ts"

/** What has the focus, by the text or label that it has; fails where that cannot be seen. */
async function focused(page: Page): Promise<string> {
  const { name, isSeen } = await page.evaluate<{ name: string; isSeen: boolean }>(`(() => {
    const element = document.activeElement ?? document.body
    const text = element.textContent.trim() || element.querySelector("img")?.alt
    // A card's link has its outline around the whole card.
    const styles = [undefined, "::after"].map((part) => getComputedStyle(element, part))
    return {
      name: element.getAttribute("aria-label") ?? element.getAttribute("title") ?? text ?? "",
      isSeen: element.matches("[tabindex='-1'], body") || styles.some(({ outlineStyle }) => outlineStyle !== "none"),
    }
  })()`)
  expect(isSeen, `the focus on “${name}” is seen`).toBe(true)
  return name
}

const isNamed = (name: string | RegExp) => (now: string) => (typeof name === "string" ? now === name : name.test(now))

/** Presses a key until something of this name has the focus. */
async function reach(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key)
    const now = await focused(page)
    if (isNamed(name)(now)) return
    passed.push(now)
  }
  throw new Error(`${String(name)} cannot be reached by ${key}; passed ${passed.join(", ")}`)
}

interface Refresh {
  readonly endpoint: string
  readonly client: string
  readonly token: string
}

async function refreshTokenIn(page: Page): Promise<Refresh> {
  return await page.evaluate(`(() => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith("oidc.user:"))
    const [, issuer, client] = /^oidc.user:(.*):([^:]+)$/.exec(key)
    return { endpoint: issuer + "/oauth2/token", client, token: JSON.parse(sessionStorage.getItem(key)).refresh_token }
  })()`)
}

/** The status of the answer to somebody who has a copy of the token. */
async function renew({ endpoint, client, token }: Refresh): Promise<number> {
  const body = new URLSearchParams({ grant_type: "refresh_token", client_id: client, refresh_token: token })
  return (await fetch(endpoint, { method: "POST", body })).status
}

describe.skipIf(noBrowser)("access to the gallery", () => {
  const gallery = galleryStory()

  it("ends the session in all tabs, and their refresh tokens, when somebody signs out in one", async () => {
    const page = await gallery.logIn("zoe")
    const other = await page.context().newPage()
    await other.goto(gallery.url)
    await other.getByRole("button", { name: "Sign in" }).click()
    await other.getByRole("heading", { name: "Photos", level: 1 }).waitFor()
    const tokens = await Promise.all([page, other].map(refreshTokenIn))
    await page.getByRole("button", { name: "zoe" }).click()
    await page.getByRole("menuitem", { name: "Sign out" }).click()
    for (const tab of [page, other]) await tab.getByRole("button", { name: "Sign in" }).waitFor()
    await until(() => Promise.all(tokens.map(renew))).toEqual([400, 400])
  })

  it("can be used by keyboard alone, from the login to the way out", async () => {
    const page = await gallery.visit()
    const press = (key: string) => page.keyboard.press(key)
    const focusIs = (name: string | RegExp) => until(() => focused(page)).toSatisfy(isNamed(name))
    await page.getByRole("button", { name: "Sign in" }).waitFor()
    await reach(page, "Sign in")
    await press("Enter")
    await page.getByRole("textbox", { name: "Name" }).waitFor()
    await page.keyboard.type("Kim")
    await press("Enter")
    await page.getByRole("heading", { name: "Photos", level: 1 }).waitFor()

    await reach(page, "Albums")
    await press("Enter")
    await page.getByRole("heading", { name: "Albums", level: 1 }).waitFor()
    await focusIs("Albums")
    await reach(page, "New album")
    await press("Enter")
    await dialog(page).waitFor()
    await page.keyboard.type("Keys")
    await press("Enter")
    await page.getByRole("link", { name: "Keys" }).waitFor()
    await focusIs("New album")
    await reach(page, "Keys")
    await press("Enter")
    await page.getByText("This album is empty").waitFor()

    await reach(page, "Upload")
    const chooser = page.waitForEvent("filechooser")
    await press("Enter")
    await focusIs("Photos and videos")
    await press("Enter")
    const chosen = ["#a02020", "#20a020", "#2020a0"].map((colour, index) => photo(`key${index}.jpg`, colour))
    await (await chooser).setFiles(await Promise.all(chosen))
    await focusIs("Upload")
    await settled(page, 3)

    await reach(page, /key\d\.jpg/)
    const first = await focused(page)
    await press("ArrowRight")
    await until(() => focused(page)).not.toBe(first)
    await press("ArrowLeft")
    await press("Enter")
    await dialog(page)
      .getByRole("button", { name: /^Dog, 97 %/ })
      .waitFor()
    await press("b")
    await expect
      .poll(() =>
        dialog(page)
          .getByRole("button", { name: /^Dog, 97 %/ })
          .count(),
      )
      .toBe(0)
    await press("b")
    const opened = await dialog(page).getAttribute("aria-label")
    await press("ArrowRight")
    await until(() => dialog(page).getAttribute("aria-label")).not.toBe(opened)
    await press("ArrowLeft")
    await until(() => dialog(page).getAttribute("aria-label")).toBe(opened)
    await press("ArrowRight")
    await until(() => dialog(page).getAttribute("aria-label")).not.toBe(opened)
    const last = (await dialog(page).getAttribute("aria-label"))!.replace("Photo ", "")
    await press("Escape")
    await until(() => dialog(page).count()).toBe(0)
    await focusIs(new RegExp(last))
    await press("Delete")
    await page.getByRole("dialog", { name: "Delete this photo?" }).waitFor()
    await reach(page, "Delete")
    await press("Enter")
    await settled(page, 2)
    await focusIs(/key\d\.jpg/)

    await reach(page, /account of Kim$/, "Shift+Tab")
    await press("Enter")
    await focusIs("Light")
    await press("Escape")
    await focusIs(/account of Kim$/)
    await press("Enter")
    await press("End")
    await focusIs("Sign out")
    await press("Enter")
    await page.getByRole("button", { name: "Sign in" }).waitFor()
  })

  it("has nothing that axe finds wrong, light and dark", async () => {
    const page = await gallery.visit()
    const check = (part?: string) => isAccessible(page, part)
    await page.getByRole("button", { name: "Sign in" }).waitFor()
    await check()
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("textbox", { name: "Name" }).fill("Axe Man")
    await check()
    await page.getByRole("button", { name: "Log in", exact: true }).click()
    await page.getByText("No photos yet").waitFor()
    await check()
    await page.getByRole("button", { name: "Upload", exact: true }).first().click()
    await page.getByRole("menuitem", { name: "A folder" }).waitFor()
    await check("[role=menu]")
    await page.keyboard.press("Escape")
    await files(page).setInputFiles([
      await photo("seen.jpg", "#a02020"),
      { name: "broken.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo") },
      { name: "empty.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) },
    ])
    await settled(page, 2)
    await tiles(page).getByText("Not accepted").waitFor()
    await check()
    await page.getByRole("button", { name: "Select seen.jpg" }).click()
    await page.getByRole("button", { name: "Add to an album" }).click()
    await page.getByRole("textbox", { name: "New album" }).fill("Axe")
    await check("[role=dialog]")
    await page.keyboard.press("Enter")
    await page.getByText("1 item added to “Axe”.").waitFor()
    await page.getByRole("button", { name: /account of/ }).click()
    await check("[role=menu]")
    await page.keyboard.press("Escape")

    await page.getByRole("img", { name: /seen\.jpg/ }).click()
    await dialog(page)
      .getByRole("button", { name: /^Dog, 97 %/ })
      .waitFor()
    await check()
    await dialog(page).getByRole("button", { name: "Download" }).click()
    await check("[role=menu]")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Delete")
    await page.getByRole("dialog", { name: "Delete this photo?" }).waitFor()
    await check("dialog[open]")
    await page.keyboard.press("Escape")
    await page.keyboard.press("i")
    await check()
    await page.keyboard.press("Escape")
    await until(() => dialog(page).count()).toBe(0)
    await tiles(page).getByText("Not accepted").click()
    await dialog(page).waitFor()
    await check()
    await page.keyboard.press("Escape")
    await until(() => dialog(page).count()).toBe(0)

    await page.getByRole("link", { name: "Albums" }).click()
    await page.getByRole("link", { name: "Axe" }).waitFor()
    await check()
    await page.getByRole("button", { name: "Actions for Axe" }).click()
    await check("[role=menu]")
    await page.getByRole("menuitem", { name: "Rename" }).click()
    await dialog(page).waitFor()
    await check("dialog[open]")
    await page.keyboard.press("Escape")
    await page.getByRole("link", { name: "Axe" }).click()
    await settled(page, 1)
    await check()
    await page.getByRole("link", { name: "Search" }).click()
    await page.getByText("What your photos show").waitFor()
    await check()
    for (const name of ["Text", "Label", "Camera", "Date", "Place", "Status"]) {
      await page.getByRole("button", { name, exact: true }).click()
      await check("[role=dialog]")
      await page.keyboard.press("Escape")
    }
    await page.goto(`${gallery.url}search?label=Dog`)
    await settled(page, 1)
    await check()
    await page.goto(`${gallery.url}search?text=nothing`)
    await page.getByText("Nothing fits").waitFor()
    await check()
  }, 120_000)
})
