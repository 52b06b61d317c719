import sharp from "sharp"
import { expect, it } from "vitest"
import { tiffOf } from "./tiff-of.ts"

it("is a TIFF that carries the pixels and the profile", async () => {
  const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: "#102030" } })
    .withIccProfile("p3")
    .png()
    .toBuffer()
  const { icc } = await sharp(png).metadata()
  const data = Buffer.alloc(18, Buffer.from([1, 2, 3]))
  const tiff = tiffOf({ data, width: 3, height: 2, channels: 3 }, icc!)
  expect(await sharp(tiff).metadata()).toMatchObject({ format: "tiff", width: 3, height: 2, channels: 3, icc })
  expect(await sharp(tiff).keepIccProfile().raw().toBuffer()).toEqual(data)
})
