import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { ImageUploaded } from "@darkroom/events"
import { describe, expect, it } from "vitest"
import { extractMetadata } from "./extract-metadata.ts"

const shared = process.env["DARKROOM_SHARED"] ?? join(import.meta.dirname, "../../../../shared")
const namesIn = (folder: string) => (existsSync(join(shared, folder)) ? readdirSync(join(shared, folder)) : [])

async function extract(folder: string, name: string) {
  const content = readFileSync(join(shared, folder, name))
  const { example } = ImageUploaded
  const event = ImageUploaded.create(
    { ...example, image: { ...example.image, key: `private/ada/uploads/${name}` } },
    { id: example.image.id, groupKey: example.image.id, origin: "upload" },
  )
  return await extractMetadata(event, {
    head: () => Promise.resolve({ bytes: content.length, sha256: null }),
    readRange: (_, start, end) => Promise.resolve(content.subarray(start, end + 1)),
    readAll: () => Promise.resolve(content),
  })
}

describe.skipIf(namesIn("photos").length === 0)("shared photos", () => {
  it.each(namesIn("photos"))("reads %s", async (name) => {
    expect(await extract("photos", name)).toMatchObject({ type: "MetadataExtracted" })
  })

  it.each([
    [
      "DSCN0010.jpg",
      {
        location: { latitude: 43.4674483, longitude: 11.8851267 },
        takenAt: { local: "2008-10-22T16:28:39", offset: null },
      },
    ],
    ["orientation_Landscape_3.jpg", { width: 1800, height: 1200, orientation: 3 }],
    ["orientation_Landscape_6.jpg", { width: 1800, height: 1200, orientation: 6 }],
    ["orientation_Portrait_8.jpg", { width: 1200, height: 1800, orientation: 8 }],
    [
      "IMG_5195.HEIC",
      { format: "heic", width: 2566, height: 3313, orientation: 1, takenAt: { offset: "-05:00", offsetSource: "tag" } },
    ],
    ["iphone_hdr_NO.jpg", { takenAt: { local: "2015-04-10T20:12:23.016", offset: "+02:00", offsetSource: "gps" } }],
  ])("knows the truth about %s", async (name, metadata) => {
    expect((await extract("photos", name)).data).toMatchObject({ metadata })
  })
})

describe.skipIf(namesIn("hostile").length === 0)("hostile files", () => {
  it.each(namesIn("hostile"))("ends %s as an event", async (name) => {
    expect((await extract("hostile", name)).type).toMatch(/^(MetadataExtracted|ImageRejected)$/)
  })
})
