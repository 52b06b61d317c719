import { expect, it, vi } from "vitest"
import { denialsIn, denialsText, denialText, engineDenials, grantText } from "./denials.ts"
import { loggedDenials } from "./logged-denials.ts"

const arn = "arn:aws:s3:::photos/private/a/resized/b/256.webp"
const offline = `User: Thumbnail is not authorized to perform: s3:PutObject on resource: ${arn} because no identity-based policy allows the s3:PutObject action`
const onAws = `User: arn:aws:sts::123456789012:assumed-role/darkroom-production-ThumbnailRole/darkroom-production-Thumbnail is not authorized to perform: s3:PutObject on resource: "${arn}" because no identity-based policy allows the s3:PutObject action`
const denial = { function: "Thumbnail", action: "s3:PutObject", resource: arn }

it("reads a refused call from the engine's words, from AWS's, and from these in JSON, each once", () => {
  const logged = (message: string) => JSON.stringify({ level: "WARN", error: { name: "AccessDenied", message } })
  expect(denialsIn("Thumbnail", [offline, onAws, logged(offline), logged(onAws), "Handled"])).toEqual([denial])
  expect(denialText(denial)).toBe(`Thumbnail may not s3:PutObject on ${arn}`)
})

it("sums up the refused calls by function and action, and says where they are granted", () => {
  const other = { function: "events.amazonaws.com", action: "sqs:SendMessage", resource: "arn:aws:sqs:::q" }
  expect(denialsText([denial, { ...denial, resource: "b" }, { ...denial, resource: "c" }, other])).toBe(
    `Thumbnail may not s3:PutObject on ${arn} and 2 other resources; events.amazonaws.com may not sqs:SendMessage on arn:aws:sqs:::q`,
  )
  expect(grantText(denial)).toBe("stacks/, where Thumbnail is: what it is granted")
  expect(grantText(other)).toBe("stacks/: what allows events.amazonaws.com to do that")
})

it("asks the engine, which tells each refused call as often as it was made", async () => {
  const refused = { time: 1_001, functionId: "Thumbnail", action: "s3:PutObject", resource: arn }
  const get = vi.fn(async () => [refused, { ...refused, time: 1_002 }])
  expect(await engineDenials(get)(1_000)).toEqual([denial])
  expect(get).toHaveBeenCalledWith("/status/denials?since=1000")
})

it("asks each function's log group on AWS, also where one has none yet", async () => {
  const send = vi.fn(async ({ input }: { input: { logGroupName?: string } }) => {
    if (input.logGroupName === "/aws/lambda/new")
      throw Object.assign(new Error(), { name: "ResourceNotFoundException" })
    return input.logGroupName === "/aws/lambda/thumb" ? { events: [{ message: onAws }] } : {}
  })
  const functions = ["new", "thumb", "tag"].map((name) => ({
    id: name === "thumb" ? "Thumbnail" : name,
    name,
    memory: 1,
  }))
  const denials = loggedDenials({ send } as never, functions)
  expect(await denials(1_000)).toEqual([denial])
  expect(send.mock.calls[0]?.[0].input).toMatchObject({
    filterPattern: '"is not authorized to perform"',
    startTime: 1_000,
  })
})

it("does not take a refused look for no refused calls", async () => {
  const send = () => Promise.reject(Object.assign(new Error("no logs for you"), { name: "AccessDeniedException" }))
  const denials = loggedDenials({ send }, [{ id: "A", name: "a", memory: 1 }])
  await expect(denials(0)).rejects.toThrow("no logs for you")
})
