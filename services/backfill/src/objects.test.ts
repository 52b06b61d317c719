import { type S3Client, S3ServiceException } from "@aws-sdk/client-s3"
import { expect, it } from "vitest"
import { SourceMissing, SourceUnreadable } from "./errors.ts"
import { objectsIn } from "./objects.ts"

const body = Buffer.from("0123456789")

/** S3 with one object; refuses as `status` says from that request on. */
function start(status?: number, from = 1) {
  const inputs: Record<string, unknown>[] = []
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    inputs.push(input)
    if (status !== undefined && inputs.length >= from)
      throw new S3ServiceException({
        name: "Refused",
        message: "no",
        $fault: "client",
        $metadata: { httpStatusCode: status },
      })
    if ("Prefix" in input) return pages[String(input["ContinuationToken"] ?? "first")]
    const [, begin, end] = /bytes=(\d+)-(\d+)/.exec(String(input["Range"] ?? "")) ?? []
    if (begin === undefined) return { ETag: '"e1"', ContentLength: body.length }
    return { Body: { transformToByteArray: async () => body.subarray(Number(begin), Number(end) + 1) } }
  }
  const client = { send } as unknown as Pick<S3Client, "send">
  return { inputs, objects: objectsIn(client, 4) }
}

const pages: Record<string, object> = {
  first: { Contents: [{ Key: "a" }, { Key: "b" }], NextContinuationToken: "next" },
  next: { Contents: [{ Key: "c" }] },
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

it("reads an object piece by piece from a byte on, and only that version of it", async () => {
  const { objects, inputs } = start()
  const bytes = await objects.open("photos", "m.csv")
  expect([bytes.size, bytes.etag]).toEqual([10, "e1"])
  expect(Buffer.concat(await all(bytes.from(3))).toString()).toBe("3456789")
  expect(inputs.slice(1)).toMatchObject([
    { Range: "bytes=3-6", IfMatch: '"e1"' },
    { Range: "bytes=7-9", IfMatch: '"e1"' },
  ])
})

it("lists page by page, from behind a key on", async () => {
  const { objects, inputs } = start()
  expect(await all(objects.list("photos", "images/", "images/a"))).toEqual([["a", "b"], ["c"]])
  expect(inputs).toMatchObject([{ StartAfter: "images/a" }, { ContinuationToken: "next" }])
})

it.each([
  [404, SourceMissing],
  [403, SourceUnreadable],
  [500, S3ServiceException],
])("says what a refusal by %i means", async (status, error) => {
  await expect(start(status).objects.open("photos", "m.csv")).rejects.toThrow(error)
  await expect(all(start(status).objects.list("photos", ""))).rejects.toThrow(error)
})

it("notices that another object lies in its place", async () => {
  await expect(start().objects.open("photos", "m.csv", "e2")).rejects.toThrow(SourceUnreadable)
  const bytes = await start(412, 2).objects.open("photos", "m.csv")
  await expect(all(bytes.from(0))).rejects.toThrow(SourceUnreadable)
})
