import { readFileSync } from "node:fs"
import { sampleImagePath } from "@darkroom/vision/sample"
import type { Plugin } from "vite"

/** Puts config.json and the sample beside the page, built or served by Vite. The engine does so itself. */
export function configFile(config: string | undefined): Plugin {
  const files =
    config === undefined ? {} : { "config.json": () => config, "sample.jpg": () => readFileSync(sampleImagePath()) }
  return {
    name: "darkroom-config",
    generateBundle() {
      for (const [fileName, source] of Object.entries(files))
        this.emitFile({ type: "asset", fileName, source: source() })
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const file = Object.entries(files).find(([name]) => request.url?.split("?")[0] === `/${name}`)
        if (!file) return next()
        response.setHeader("content-type", file[0].endsWith(".json") ? "application/json" : "image/jpeg")
        response.end(file[1]())
      })
    },
  }
}
