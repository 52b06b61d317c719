import { S3ServiceException } from "@aws-sdk/client-s3"
import { expect, it, vi } from "vitest"
import { documentsIn } from "./documents.ts"

const failure = (httpStatusCode: number) =>
  new S3ServiceException({ name: "Failure", $fault: "client", $metadata: { httpStatusCode } })

function start(send = vi.fn()) {
  return {
    send,
    documents: documentsIn(
      () => "output",
      () => ({ send }),
    ),
  }
}

it("writes where there is nothing yet, and over the version that was read", async () => {
  const { send, documents } = start()
  const document = { body: { a: 1 }, metadata: { by: "me" } }
  expect(await documents.write("k.json", document, undefined)).toBe(true)
  expect(await documents.write("k.json", document, '"1"')).toBe(true)
  const inputs = send.mock.calls.map(([{ input }]) => input)
  expect(inputs).toMatchObject([
    { Bucket: "output", Key: "k.json", Body: '{"a":1}', Metadata: { by: "me" }, IfNoneMatch: "*" },
    { IfMatch: '"1"' },
  ])
  expect("IfMatch" in inputs[0] || "IfNoneMatch" in inputs[1]).toBe(false)
})

it.each([412, 409, 404])("says that another was faster at %i", async (status) => {
  const { documents } = start(vi.fn(async () => Promise.reject(failure(status))))
  expect(await documents.write("k.json", { body: 1, metadata: {} }, '"1"')).toBe(false)
})

it("passes on what else goes wrong", async () => {
  const { documents } = start(vi.fn(async () => Promise.reject(failure(503))))
  await expect(documents.write("k.json", { body: 1, metadata: {} }, '"1"')).rejects.toThrow(S3ServiceException)
  await expect(documents.read("k.json")).rejects.toThrow(S3ServiceException)
})

it("reads a document with its metadata and version; undefined where there is none", async () => {
  const Body = { transformToString: async () => '{"a":1}' }
  const { send, documents } = start(vi.fn(async () => ({ Body, Metadata: { by: "me" }, ETag: '"1"' })))
  expect(await documents.read("k.json")).toEqual({ body: { a: 1 }, metadata: { by: "me" }, etag: '"1"' })
  send.mockRejectedValue(failure(404))
  expect(await documents.read("k.json")).toBeUndefined()
})
