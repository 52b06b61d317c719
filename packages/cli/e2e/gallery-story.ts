import { AxeBuilder } from "@axe-core/playwright"
import { type Engine, type Graph, startEngine, synth } from "@darkroom/local"
import { join } from "node:path"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import sharp from "sharp"
import { afterAll, beforeAll, expect, onTestFinished } from "vitest"
import { gallerySite } from "../src/gallery-site.ts"
import { findChromium } from "./chromium.ts"

const root = join(import.meta.dirname, "../../..")
const executablePath = await findChromium()

type Recogniser = NonNullable<Parameters<typeof startEngine>[0]["recogniser"]>
type Label = Awaited<ReturnType<Recogniser["detectLabels"]>>[number]

export interface GalleryOptions {
  /** What the recogniser sees in a photo, or in a picture of a video. Default: a dog. */
  readonly look?: (image: Uint8Array) => readonly Label[] | Promise<readonly Label[]>
  /** Environment of the gallery's API, such as its limits. */
  readonly environment?: Readonly<Record<string, string>>
  /** Of Chromium, beside the usual ones. */
  readonly browserArguments?: readonly string[]
}

export interface Gallery {
  readonly url: string
  readonly engine: Engine
  /** A page of a browser profile of its own, at the landing page. What the page throws fails the test. */
  visit(options?: BrowserContextOptions): Promise<Page>
  /** The same with somebody of this name logged in. */
  logIn(name: string, options?: BrowserContextOptions): Promise<Page>
}

export const dog: Label = {
  name: "Dog",
  confidence: 97,
  parents: ["Animal"],
  categories: ["Animals and Pets"],
  aliases: [],
  instances: [{ confidence: 97, boundingBox: { left: 0.25, top: 0.25, width: 0.5, height: 0.5 } }],
}

/** Stories of the page are skipped then. */
export const noBrowser = executablePath === undefined

/** An engine and a browser for the tests that stand beside the call; they start and end with them. */
export function galleryStory(options: GalleryOptions = {}): Gallery {
  let engine: Engine
  let browser: Browser
  beforeAll(async () => {
    engine = await startGallery(options)
    const args = ["--no-sandbox", "--disable-quic", ...(options.browserArguments ?? [])]
    browser = await chromium.launch({ executablePath: executablePath!, args })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await engine?.close()
  })
  async function visit(options: BrowserContextOptions = {}): Promise<Page> {
    const viewport = { width: 1280, height: 900 }
    const context = await browser.newContext({ viewport, reducedMotion: "reduce", locale: "en-US", ...options })
    onTestFinished(() => context.close())
    // A condition that does not come is told before the test as a whole is given up.
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    const thrown: string[] = []
    page.on("pageerror", ({ message }) => void thrown.push(message))
    onTestFinished(() => expect(thrown).toEqual([]))
    await page.goto(`${engine.url}/gallery/`)
    return page
  }
  return {
    get url() {
      return `${engine.url}/gallery/`
    },
    get engine() {
      return engine
    },
    visit,
    async logIn(name, options) {
      const page = await visit(options)
      await enter(page, name)
      return page
    },
  }
}

/** Leads somebody of this name from the landing page to the photos. */
export async function enter(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill(name)
  await page.getByRole("button", { name: "Log in", exact: true }).click()
  await page.getByRole("heading", { name: "Photos", level: 1 }).waitFor()
}

async function startGallery({ look = () => [dog], environment = {} }: GalleryOptions): Promise<Engine> {
  const graph = changed(await synth({ root, stage: "local", cache: join(root, ".darkroom") }), environment)
  let origin = ""
  const folder = join(root, ".darkroom/stories-web")
  const site = await gallerySite(graph, folder, { origin: () => origin, log: () => undefined })
  const engine = await startEngine({
    graph,
    root,
    port: 0,
    bundles: join(root, ".darkroom/bundles"),
    concurrency: 1,
    recogniser: {
      detectLabels: async (image) => [...(await look(image))],
      // One feature that is answered would be enough for a photo to be tagged.
      detectFaces: async (image) => (await look(image), []),
      close: async () => {},
    },
    page: (request, response) => void (site?.(request, response) || response.writeHead(404).end()),
  })
  origin = engine.url
  return engine
}

/** A recognition that fails is given up at its first attempt: stories do not wait for five. */
function changed(graph: Graph, environment: Readonly<Record<string, string>>): Graph {
  const extra: Record<string, Record<string, string>> = {
    GalleryApi: environment,
    Tagging: { DARKROOM_MAX_RECEIVES: "1" },
  }
  const functions = graph.functions.map((node) => ({
    ...node,
    environment: { ...node.environment, ...extra[node.id] },
  }))
  const queues = graph.queues.map((queue) =>
    queue.id === "TaggingEvents" && queue.redrive
      ? { ...queue, redrive: { ...queue.redrive, maxReceiveCount: 1 } }
      : queue,
  )
  return { ...graph, functions, queues }
}

export interface StoryFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A JPEG of one colour. */
export async function photo(name: string, background: string): Promise<StoryFile> {
  return { name, mimeType: "image/jpeg", buffer: await sharp(plain(background)).jpeg().toBuffer() }
}

export const plain = (background: string) => ({
  create: { width: 600, height: 400, channels: 3 as const, background },
})

export const tiles = (page: Page) => page.getByRole("gridcell")
export const files = (page: Page) => page.locator("input[type=file]:not([webkitdirectory])").first()
export const dialog = (page: Page) => page.getByRole("dialog")

/** What is read until it is as expected: a loaded machine may take its time. */
export const until = <Value>(read: () => Value) => expect.poll(read, { timeout: 20_000 })

/** As many photos are there, and nothing is done with them any more. */
export async function settled(page: Page, photos: number): Promise<void> {
  await until(() => tiles(page).count()).toBe(photos)
  await until(() => page.getByText(UNDER_WAY).count()).toBe(0)
}

/** What a tile says while its photo is worked on. */
const UNDER_WAY = /^(Recognising|Reading|Making|Watching|Finishing)/

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

/** Nothing that axe finds wrong by WCAG 2.2 A and AA, in light and dark colours; on the whole page, or within a part of it. */
export async function isAccessible(page: Page, part = ":root"): Promise<void> {
  // All is in one frame: axe need not open a page of its own to bring frames together.
  const axe = () => new AxeBuilder({ page }).include(part).setLegacyMode()
  const light = await axe().withTags(TAGS).analyze()
  await page.emulateMedia({ colorScheme: "dark" })
  await page.waitForFunction(IS_CALM)
  const dark = await axe().withRules("color-contrast").analyze()
  await page.emulateMedia({ colorScheme: "light" })
  await page.waitForFunction(IS_CALM)
  const violations = [...light.violations, ...dark.violations]
  const texts = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary, html }) => `${html} ${failureSummary}`).join(" ")}`,
  )
  expect(texts).toEqual([])
}

/** Colours change in a moment, but each element a moment after its parent. */
const IS_CALM = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
  resolve(document.getAnimations().every(({ playState }) => playState !== "running")))))`
