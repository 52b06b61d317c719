import { expect, it, vi } from "vitest"
import { lateProvider } from "./late-library.ts"
import type { Provider } from "./session.ts"

const provider: Provider = {
  renew: async () => null,
  signInAgain: async () => ({ user: { userId: "ada", name: "Ada" }, accessToken: "again", expiresAt: 0 }),
  signOut: async () => undefined,
  leave: async () => undefined,
}

it("loads nothing until it is needed, and asks again after it did not come", async () => {
  const library = vi.fn(async () => ({ provider }))
  library.mockRejectedValueOnce(new TypeError("Failed to fetch"))
  const late = lateProvider(library)
  expect(library).not.toHaveBeenCalled()
  await expect(late.renew()).rejects.toThrow(TypeError)
  expect(await late.renew()).toBeNull()
  expect(await late.signInAgain()).toMatchObject({ accessToken: "again" })
})
