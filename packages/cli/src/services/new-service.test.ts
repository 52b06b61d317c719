import { expect, it } from "vitest"
import { checkoutFixture, fakeTools, unconsumedEvents } from "./checkout.fixture.ts"
import { eventFile } from "./event-template.ts"
import { newService } from "./new-service.ts"
import { planRemoval, removeService } from "./remove-service.ts"

const copying = { on: ["MetadataExtracted"], emits: "ImageSepiaCopied" }

it("adds a service and its event, and lists both where they sort", async () => {
  const { root, contents } = checkoutFixture()
  const before = contents()
  const added = await newService(root, "sepia-copy", copying, fakeTools(root))
  const after = contents()
  expect(Object.keys(after).filter((file) => !(file in before))).toEqual(added.created.toSorted())
  expect(added.changed.every((file) => before[file] !== after[file])).toBe(true)
  const exported = after["packages/events/src/index.ts"]?.match(/^export .*$/gm)
  expect(exported).toContain(`export * from "./image-sepia-copied.ts"`)
  expect(exported).toEqual(exported?.toSorted())
  expect(after["packages/events/src/all-events.ts"]).toContain("  MetadataExtracted,\n  ImageSepiaCopied,\n")
  expect(after["stacks/added/index.ts"]).toContain(`export * from "./sepia-copy.ts"\n`)
  expect(after["services/sepia-copy/src/sepia-copy.ts"]).toContain(
    "ImageSepiaCopied.create({ image }, { cause: event })",
  )
})

it("emits nothing where no event is named, and consumes several", async () => {
  const { root, contents } = checkoutFixture()
  const { emits, created } = await newService(
    root,
    "event-diary",
    { on: ["ImageDeleted", "VideoUploaded", "ImageDeleted"] },
    fakeTools(root),
  )
  expect([emits, created.filter((file) => file.startsWith("packages/"))]).toEqual([null, []])
  const after = contents()
  expect(after["services/event-diary/src/handler.ts"]).toContain(
    "subscriber([on(ImageDeleted, eventDiary), on(VideoUploaded, eventDiary)])",
  )
  expect(after["stacks/added/event-diary.ts"]).not.toContain("emits")
})

it.each([
  [["VideoUploaded"], "{ video: videoSchema }"],
  [["ImageDeleted", "VideoUploaded"], "{ subject: z.string()"],
])("defines an event about what %j have in common", async (on, schema) => {
  const { root, contents } = checkoutFixture()
  await newService(root, "sepia-copy", { on, emits: "SepiaCopyMade" }, fakeTools(root))
  expect(contents()["packages/events/src/sepia-copy-made.ts"]).toContain(`schema: z.object(${schema}`)
})

it.each([
  ["SepiaCopy", copying, '"SepiaCopy" is no name of a service'],
  ["delete", copying, "means something in TypeScript"],
  ["printer", copying, "There is services/printer already"],
  ["photos", copying, "would make a resource Photos"],
  ["catalog", copying, "would make a resource CatalogEvents"],
  ["a".repeat(33), copying, "is longer than 32 characters"],
  [
    "sepia-copy",
    { on: ["MetadataExtract"] },
    /no event MetadataExtract. Did you mean MetadataExtracted\? There are: Image/,
  ],
  ["sepia-copy", { on: ["Zzz"] }, /no event Zzz. There are: ImageUploaded, /],
  ["sepia-copy", { ...copying, emits: "imageWatermarked" }, "is no name of an event"],
  ["sepia-copy", { ...copying, emits: "MetadataExtracted" }, "would never come to rest"],
  ["sepia-copy", { ...copying, emits: "ImageTagged" }, "ImageTagged is emitted by tagging"],
  ["sepia-copy", { ...copying, emits: "ImageMetadata" }, "packages/events/src/image.ts exports something else"],
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
  const adding = newService(root, "sepia-copy", copying, fakeTools(root, { [tool]: fails }))
  await expect(adding).rejects.toThrow("no room on the disk")
  expect(contents()).toEqual(before)
})

it("has an event say that nobody consumes it before a service does, and after", async () => {
  const { root, put, contents } = checkoutFixture()
  const [lonely = ""] = unconsumedEvents
  const file = eventFile(lonely)
  const started = { on: [lonely], emits: "DiaryWritten" }
  await newService(root, "event-diary", started, fakeTools(root))
  expect(contents()["packages/events/src/diary-written.ts"]).toMatch(/^  unconsumed: "No service/m)
  expect(contents()[file]).not.toContain("unconsumed:")
  put("stacks/other.ts", `subscribe({ on: [ImageUploaded, ${lonely}] })`)
  expect(planRemoval(root, "event-diary").unconsumed).toEqual([])
  put("stacks/other.ts", "subscribe({ on: [ImageUploaded] })")
  const plan = planRemoval(root, "event-diary")
  expect(plan).toMatchObject({ unconsumed: [lonely], changed: expect.arrayContaining([file]) })
  await removeService(root, plan, fakeTools(root))
  expect(contents()[file]).toMatch(/^  unconsumed: "No service consumes it yet.",$/m)
})

it("gives a service that was removed back where that fails, and takes it away where it does not", async () => {
  const { root, put, contents } = checkoutFixture()
  await fakeTools(root).install()
  const before = contents()
  await newService(root, "event-diary", { on: ["ImageDeleted"] }, fakeTools(root))
  put("services/event-diary/node_modules/link", "")
  const added = contents()
  const plan = planRemoval(root, "event-diary")
  const fails = fakeTools(root, { install: () => Promise.reject(new Error("offline")) })
  await expect(removeService(root, plan, fails)).rejects.toThrow("offline")
  expect(contents()).toEqual(added)
  await removeService(root, plan, fakeTools(root))
  expect(contents()).toEqual(before)
})
