import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{packages,services,stacks,scripts,bench}/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    // Tests that run the whole app share two processors with their workers.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
