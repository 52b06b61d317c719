import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import { pageFile } from "./page-files.ts"
import { shownEngine } from "./testing.ts"

const files = readdirSync(new URL("page/", import.meta.url))
const read = (name: string) => readFileSync(new URL(`page/${name}`, import.meta.url), "utf8")

it("is served with a policy that runs nothing of others", async () => {
  const { get } = await shownEngine({
    ...EMPTY_GRAPH,
    buses: [{ id: "Default", name: "default", arn: "arn:aws:events:us-east-1:000000000000:event-bus/default" }],
  })
  for (const path of ["/", ...files.map((name) => `/status/page/${name}`)]) {
    const { status, headers } = await get(path)
    expect([path, status, headers.get("x-content-type-options")]).toEqual([path, 200, "nosniff"])
    expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  }
})

it("has no other files than its own", () => {
  for (const path of [
    "/status/page/../status-of.ts",
    "/status/page/",
    "/status/page/none.js",
    "/main.js",
    "/page.html/x",
  ])
    expect([path, pageFile(path)]).toEqual([path, undefined])
})

it("sets texts as texts and nothing inline", () => {
  expect(read("page.html")).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/)
  for (const name of files.filter((each) => each.endsWith(".js")))
    expect([name, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/.test(read(name))]).toEqual([
      name,
      false,
    ])
})

it("loads only what is there", () => {
  const named = files.flatMap((name) => [
    ...read(name).matchAll(/(?:from "\.\/|(?:src|href)="\/status\/page\/)([\w.-]+)"/g),
  ])
  for (const [, name] of named) expect(files).toContain(name)
})

const pairs = [
  ...["--text", "--soft", "--link", "--alarm", "--warn", "--good"].flatMap((color) => [
    [color, "--page", 4.5],
    [color, "--raised", 4.5],
  ]),
  ["--text", "--loud", 4.5],
  ["--soft", "--loud", 4.5],
  ["--link", "--loud", 4.5],
  ["--alarm", "--loud", 4.5],
  ...["--queued", "--waiting", "--init", "--good", "--alarm"].map((bar) => [bar, "--raised", 3]),
] as [string, string, number][]

// https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast
it.each(["light", "dark"] as const)("has enough contrast in the %s scheme", (scheme) => {
  const colors = new Map(
    [...read("page.css").matchAll(/(--\w+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
      ([, name = "", light = "", dark = ""]) => [name, scheme === "light" ? light : dark],
    ),
  )
  const low = pairs.filter(([one, other, least]) => contrast(colors.get(one), colors.get(other)) < least)
  expect(low).toEqual([])
})

function contrast(one = "", other = ""): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
