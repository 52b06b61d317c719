import { expect, it } from "vitest"
import { sha256Of } from "./sha256-of.ts"

const ChecksumSHA256 = Buffer.alloc(32, 7).toString("base64")

it("makes hexadecimal of S3's checksum of a whole object", () => {
  expect(sha256Of({ ChecksumSHA256 })).toBe("07".repeat(32))
  expect(sha256Of({ ChecksumSHA256, ChecksumType: "FULL_OBJECT" })).toBe("07".repeat(32))
})

it("knows none of a checksum of parts", () => {
  expect(sha256Of({ ChecksumSHA256, ChecksumType: "COMPOSITE" })).toBeNull()
  expect(sha256Of({ ChecksumSHA256: `${ChecksumSHA256}-3` })).toBeNull()
  expect(sha256Of({})).toBeNull()
})
