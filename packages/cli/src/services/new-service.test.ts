import { expect, it } from "vitest"
import { checkoutFixture, fakeTools } from "./checkout.fixture.ts"
import { newService } from "./new-service.ts"
import { planRemoval, removeService } from "./remove-service.ts"

const watermark = { on: ["MetadataExtracted"], emits: "ImageWatermarked" }

it("adds a service and its event, and lists both where they sort", async () => {
  const { root, contents } = checkoutFixture()
  const before = contents()
  const added = await newService(root, "watermark", watermark, fakeTools(root))
  const after = contents()
  expect(Object.keys(after).filter((file) => !(file in before))).toEqual(added.created.toSorted())
  expect(added.changed.every((file) => before[file] !== after[file])).toBe(true)
  expect(after["packages/events/src/index.ts"]).toMatch(
    /"\.\/image-uploaded\.ts"\nexport \* from "\.\/image-watermarked\.ts"\nexport \* from "\.\/image\.ts"/,
  )
  expect(after["packages/events/src/all-events.ts"]).toContain("  MetadataExtracted,\n  ImageWatermarked,\n")
  expect(after["stacks/added/index.ts"]).toContain(`export * from "./watermark.ts"\n`)
  expect(after["services/watermark/src/watermark.ts"]).toContain("ImageWatermarked.create({ image }, { cause: event })")
})

it("emits nothing where no event is named, and consumes several", async () => {
  const { root, contents } = checkoutFixture()
  const { emits, created } = await newService(
    root,
    "audit-log",
    { on: ["ImageDeleted", "VideoUploaded", "ImageDeleted"] },
    fakeTools(root),
  )
  expect([emits, created.filter((file) => file.startsWith("packages/"))]).toEqual([null, []])
  const after = contents()
  expect(after["services/audit-log/src/handler.ts"]).toContain(
    "subscriber([on(ImageDeleted, auditLog), on(VideoUploaded, auditLog)])",
  )
  expect(after["stacks/added/audit-log.ts"]).not.toContain("emits")
})

it.each([
  [["VideoUploaded"], "{ video: videoSchema }"],
  [["ImageDeleted", "VideoUploaded"], "{ subject: z.string()"],
])("defines an event about what %j have in common", async (on, schema) => {
  const { root, contents } = checkoutFixture()
  await newService(root, "watermark", { on, emits: "CopyMade" }, fakeTools(root))
  expect(contents()["packages/events/src/copy-made.ts"]).toContain(`schema: z.object(${schema}`)
})

it.each([
  ["Watermark", watermark, '"Watermark" is no name of a service'],
  ["delete", watermark, "means something in TypeScript"],
  ["printer", watermark, "There is services/printer already"],
  ["photos", watermark, "would make a resource Photos"],
  ["catalog", watermark, "would make a resource CatalogEvents"],
  ["a".repeat(33), watermark, "is longer than 32 characters"],
  [
    "watermark",
    { on: ["MetadataExtract"] },
    /no event MetadataExtract. Did you mean MetadataExtracted\? There are: Image/,
  ],
  ["watermark", { on: ["Zzz"] }, /no event Zzz. There are: ImageUploaded, /],
  ["watermark", { ...watermark, emits: "imageWatermarked" }, "is no name of an event"],
  ["watermark", { ...watermark, emits: "MetadataExtracted" }, "would never come to rest"],
  ["watermark", { ...watermark, emits: "ImageTagged" }, "ImageTagged is emitted by tagging"],
  ["watermark", { ...watermark, emits: "ImageMetadata" }, "packages/events/src/image.ts exports something else"],
])("refuses %s with %j and changes nothing", async (name, options, message) => {
  const { root, contents } = checkoutFixture()
  const before = contents()
  await expect(newService(root, name, options, fakeTools(root))).rejects.toThrow(message)
  expect(contents()).toEqual(before)
})

it.each(["install", "schemaOf", "writeDocs"] as const)("leaves everything as it was where %s fails", async (tool) => {
  const { root, contents } = checkoutFixture()
  const before = contents()
  const fails = async () => {
    throw new Error("no room on the disk")
  }
  const adding = newService(root, "watermark", watermark, fakeTools(root, { [tool]: fails }))
  await expect(adding).rejects.toThrow("no room on the disk")
  expect(contents()).toEqual(before)
})

it("has an event say that nobody consumes it before a service does, and after", async () => {
  const { root, put, contents } = checkoutFixture()
  const file = "packages/events/src/backfill-started.ts"
  const started = { on: ["BackfillStarted"], emits: "BackfillLogged" }
  await newService(root, "audit-log", started, fakeTools(root))
  expect(contents()["packages/events/src/backfill-logged.ts"]).toMatch(/^  unconsumed: "No service/m)
  expect(contents()[file]).not.toContain("unconsumed:")
  put("stacks/other.ts", "subscribe({ on: [ImageUploaded, BackfillStarted] })")
  expect(planRemoval(root, "audit-log").unconsumed).toEqual([])
  put("stacks/other.ts", "subscribe({ on: [ImageUploaded] })")
  const plan = planRemoval(root, "audit-log")
  expect(plan).toMatchObject({ unconsumed: ["BackfillStarted"], changed: expect.arrayContaining([file]) })
  await removeService(root, plan, fakeTools(root))
  expect(contents()[file]).toMatch(/^  unconsumed: "No service consumes it yet.",$/m)
})

it("gives a service that was removed back where that fails, and takes it away where it does not", async () => {
  const { root, put, contents } = checkoutFixture()
  await fakeTools(root).install()
  const before = contents()
  await newService(root, "audit-log", { on: ["ImageDeleted"] }, fakeTools(root))
  put("services/audit-log/node_modules/link", "")
  const added = contents()
  const plan = planRemoval(root, "audit-log")
  const fails = fakeTools(root, { install: () => Promise.reject(new Error("offline")) })
  await expect(removeService(root, plan, fails)).rejects.toThrow("offline")
  expect(contents()).toEqual(added)
  await removeService(root, plan, fakeTools(root))
  expect(contents()).toEqual(before)
})
