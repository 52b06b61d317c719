/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app(input) {
    const production = input?.stage === "production"
    return {
      name: "darkroom",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
    }
  },
  async run() {
    await import("./stacks/index.ts")
  },
})
