import { spawn } from "node:child_process"

/** The program that opens an address, by platform. */
const OPENERS: Readonly<Record<string, string>> = { darwin: "open", linux: "xdg-open" }

/** Opens an address where somebody sits at a terminal and there is a program for it; nothing happens elsewhere. */
export function openInBrowser(url: string, { isTTY = process.stdout.isTTY, env = process.env } = {}): void {
  const opener = OPENERS[process.platform]
  const screen = process.platform !== "linux" || env["DISPLAY"] || env["WAYLAND_DISPLAY"]
  if (!isTTY || env["CI"] || opener === undefined || !screen) return
  const child = spawn(opener, [url], { stdio: "ignore", detached: true })
  child.on("error", () => {})
  child.unref()
}
