import { featureSchema, videoExample, videoResponseKey } from "@darkroom/events"
import { expect, it } from "vitest"
import { readAll, readAnswers, storeAnswer } from "./answers.ts"
import { memoryDocuments } from "./jobs.fixture.ts"

it("keeps the answers of all features, though they come at the same moment", async () => {
  const documents = memoryDocuments()
  const store = (feature: (typeof featureSchema.options)[number]) =>
    storeAnswer(videoExample, feature, { JobStatus: "SUCCEEDED" }, documents)
  await Promise.all(featureSchema.options.map(store))
  expect(Object.keys((await readAnswers(videoExample, documents)) ?? {}).sort()).toEqual(
    featureSchema.options.toSorted(),
  )
  expect([...documents.stored.keys()]).toEqual([videoResponseKey(videoExample)])
})

it("gives up for now where others are always faster", async () => {
  const documents = { ...memoryDocuments(), write: async () => false }
  await expect(storeAnswer(videoExample, "labels", {}, documents)).rejects.toThrow("kept changing")
})

it("makes one answer of all pages", async () => {
  const pages = [{ Labels: [1, 2], NextToken: "1" }, { Labels: [], NextToken: "2" }, { Labels: [3] }] as const
  const get = async (_: unknown, __: unknown, next = "0") => pages[Number(next)]!
  const answer = await readAll("labels", { jobId: "job-1", first: { JobStatus: "SUCCEEDED", ...pages[0] } }, { get })
  expect(answer).toEqual({ JobStatus: "SUCCEEDED", Labels: [1, 2, 3] })
})
