import { AxeBuilder } from "@axe-core/playwright"
import { siteServer, startEngine, synth, type Engine } from "@darkroom/local"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import sharp from "sharp"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { galleryConfig } from "../src/gallery-site.ts"
import { buildWeb } from "@darkroom/web/build"
import { findChromium } from "./chromium.ts"

const root = join(import.meta.dirname, "../../..")
const executablePath = findChromium()

let engine: Engine
let browser: Browser

async function startGallery(): Promise<Engine> {
  const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom") })
  const folder = mkdtempSync(join(tmpdir(), "darkroom-web-"))
  await buildWeb({ outDir: folder })
  let origin = ""
  const config = () => ({ type: "application/json", body: JSON.stringify(galleryConfig(graph, origin)) })
  const site = siteServer({ folder, prefix: "/gallery/", files: { "config.json": config }, origin: () => origin })
  const recogniser = { detectLabels: async () => [dog], close: async () => {} }
  const started = await startEngine({
    graph,
    root,
    port: 0,
    recogniser,
    page: (request, response) => void (site(request, response) || response.writeHead(404).end()),
  })
  origin = started.url
  return started
}

const dog = {
  name: "Dog",
  confidence: 97,
  parents: ["Animal"],
  categories: ["Animals and Pets"],
  aliases: [],
  instances: [{ confidence: 97, boundingBox: { left: 0.25, top: 0.25, width: 0.5, height: 0.5 } }],
}

async function photo(name: string, background: string) {
  const create = { width: 600, height: 400, channels: 3 as const, background }
  return { name, mimeType: "image/jpeg", buffer: await sharp({ create }).jpeg().toBuffer() }
}

/** Somebody of this name in a browser of their own, logged in. What the page throws fails the test. */
async function logIn(name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const thrown: string[] = []
  page.on("pageerror", ({ message }) => void thrown.push(message))
  onTestFinished(() => expect(thrown).toEqual([]))
  await page.goto(`${engine.url}/gallery/`)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill(name)
  await page.getByRole("button", { name: "Log in", exact: true }).click()
  await page.getByRole("heading", { name: "Photos", level: 1 }).waitFor()
  return page
}

/** Nothing that axe finds wrong by WCAG 2.2 A and AA. */
async function isAccessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([])
}

/** What a tile says while its photo is worked on. */
const UNDER_WAY = /^(Recognising|Reading|Making|Finishing)/

const tiles = (page: Page) => page.getByRole("gridcell")
const files = (page: Page) => page.locator("input[type=file]:not([webkitdirectory])").first()

describe.skipIf(executablePath === undefined)("the gallery in a browser", () => {
  beforeAll(async () => {
    engine = await startGallery()
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox", "--disable-quic"] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.close()
  })

  it("takes photos and a broken file in, and shows by itself what becomes of each", async () => {
    const page = await logIn("Ada")
    const loads: string[] = []
    page.on("framenavigated", (frame) => void loads.push(frame.url()))
    await files(page).setInputFiles([
      await photo("red.jpg", "#aa3333"),
      await photo("green 🌿.jpg", "#33aa33"),
      await photo("blue.jpg", "#3333aa"),
      { name: "broken.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo") },
    ])
    await expect.poll(() => tiles(page).count(), { timeout: 30_000 }).toBe(4)
    await expect.poll(() => page.getByText(UNDER_WAY).count(), { timeout: 30_000 }).toBe(0)
    await expect.poll(() => page.getByRole("img", { name: /dog/ }).count()).toBe(3)
    await page.getByRole("gridcell").getByText("Not accepted").waitFor({ timeout: 20_000 })
    expect(loads).toEqual([])
    await isAccessible(page)
  }, 120_000)

  it("shows what is where on a photo, and the events that made it", async () => {
    const page = await logIn("Ada")
    await page.getByRole("img", { name: /red\.jpg/ }).click()
    const dialog = page.getByRole("dialog", { name: /red\.jpg/ })
    await dialog.getByRole("button", { name: /^Dog, 97 %/ }).waitFor()
    const [box, shown] = await Promise.all([
      dialog.getByRole("button", { name: /^Dog, 97 %/ }).boundingBox(),
      dialog.getByRole("img", { name: /red\.jpg/ }).boundingBox(),
    ])
    expect(box!.width / shown!.width).toBeCloseTo(0.5, 1)
    for (const step of ["ImageUploaded", "MetadataExtracted", "ThumbnailGenerated", "ImageTagged"])
      await dialog.getByText(step).first().waitFor()
    await isAccessible(page)
    await page.keyboard.press("Escape")
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0)
  }, 120_000)

  it("finds photos by what they show, and deletes one for good", async () => {
    const page = await logIn("Ada")
    await page.goto(`${engine.url}/gallery/search?label=Dog`)
    await expect.poll(() => tiles(page).count(), { timeout: 20_000 }).toBe(3)
    await isAccessible(page)
    await page.getByRole("img", { name: /blue\.jpg/ }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
    await page
      .getByRole("dialog")
      .last()
      .getByRole("button", { name: /^Delete/ })
      .last()
      .click()
    await expect.poll(() => tiles(page).count(), { timeout: 20_000 }).toBe(2)
  }, 120_000)

  it("keeps albums", async () => {
    const page = await logIn("Ada")
    await page.getByRole("link", { name: "Albums" }).click()
    await page.getByRole("button", { name: /Create your first album/ }).click()
    await page.getByRole("dialog").getByRole("textbox").fill("Holiday")
    await page.keyboard.press("Enter")
    await page.getByText("Holiday").first().waitFor()
    await isAccessible(page)
  }, 60_000)

  it("shows somebody else nothing of it, and can be used by keyboard alone", async () => {
    const page = await logIn("Eve")
    await page.getByRole("heading", { name: "Photos", level: 1 }).waitFor()
    expect(await tiles(page).count()).toBe(0)
    await isAccessible(page)
    const reached = new Set<string>()
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press("Tab")
      reached.add(await page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''"))
    }
    expect([...reached]).toEqual(expect.arrayContaining(["Upload", "Albums", "Search"]))
  }, 60_000)
})
