import { expect, it } from "vitest"
import { ConnectionLost } from "./connection-lost.ts"
import { formPoster } from "./post-form.ts"
import { handClock, photo, START } from "./testing-uploads.ts"

const form = {
  clientId: "c1",
  uploadId: "u1",
  key: "k",
  url: "https://s3.example/bucket",
  fields: { key: "k", Policy: "p" },
  expiresAt: new Date(START).toISOString(),
}

class FakeRequest extends EventTarget {
  readonly upload = new EventTarget()
  status = 0
  responseText = ""
  opened: string[] = []
  body: FormData | undefined
  aborted = false
  open(method: string, url: string) {
    this.opened = [method, url]
  }
  send(body: FormData) {
    this.body = body
  }
  abort() {
    this.aborted = true
  }
  answer(status: number, text = "") {
    this.status = status
    this.responseText = text
    this.dispatchEvent(new Event("load"))
  }
  progressed(loaded: number, total: number) {
    this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded, total }))
  }
}

function posted() {
  const clock = handClock()
  const request = new FakeRequest()
  const controller = new AbortController()
  const sent: number[] = []
  const options = { progress: (bytes: number) => void sent.push(bytes), signal: controller.signal }
  const post = formPoster({ clock, request: () => request as unknown as XMLHttpRequest })
  return { clock, request, controller, sent, done: post(form, photo("a.jpg", "0123456789"), options) }
}

it("sends the form's fields, and the file after them", async () => {
  const { request, done } = posted()
  request.answer(204)
  await done
  expect(request.opened).toEqual(["POST", form.url])
  expect([...(request.body?.keys() ?? [])]).toEqual(["key", "Policy", "file"])
})

it("tells how much of the file has left, not of the form", async () => {
  const { request, sent, done } = posted()
  request.progressed(600, 1200)
  request.progressed(1200, 1200)
  request.answer(201)
  await done
  expect(sent).toEqual([5, 10])
})

it("rejects with what S3 says", async () => {
  const { request, done } = posted()
  request.answer(400, "<?xml version='1.0'?><Error><Code>EntityTooLarge</Code><Message>Too large</Message></Error>")
  await expect(done).rejects.toMatchObject({ name: "S3Failure", status: 400, code: "EntityTooLarge" })
})

it("rejects with the status where something else than S3 answers", async () => {
  const { request, done } = posted()
  request.answer(502, "<html>Bad gateway</html>")
  await expect(done).rejects.toMatchObject({ status: 502, code: "Status502" })
})

it("rejects when the connection breaks off", async () => {
  const { request, done } = posted()
  request.dispatchEvent(new Event("error"))
  await expect(done).rejects.toBeInstanceOf(ConnectionLost)
})

it("gives up a connection on which nothing moved for a minute, and only then", async () => {
  const { request, clock, done } = posted()
  done.catch(() => {})
  await clock.advance(59_000)
  request.progressed(1, 2)
  await clock.advance(59_000)
  expect(request.aborted).toBe(false)
  await clock.advance(1000)
  expect(request.aborted).toBe(true)
  await expect(done).rejects.toBeInstanceOf(ConnectionLost)
})

it("stops the request when it is told to", async () => {
  const { request, controller, done } = posted()
  controller.abort()
  await expect(done).rejects.toMatchObject({ name: "AbortError" })
  expect(request.aborted).toBe(true)
})
