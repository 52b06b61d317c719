import { describe, expect, it } from "vitest"
import { manualClock } from "../clock.ts"
import { FunctionFailed } from "../errors.ts"
import { FunctionThrottled } from "../lambda/errors.ts"
import { testFunction } from "../lambda/testing.ts"
import { ARN, startApi } from "./testing.ts"

const answerOf = async (response: Response) => [response.status, await response.text()]

describe("the event", () => {
  it("is a request in payload format 2.0, without the API's prefix", async () => {
    const clock = manualClock(Date.UTC(2026, 2, 12, 19, 3, 58))
    const { url, events, calls, origin } = await startApi({ routes: ["POST /albums/{albumId}"], clock })
    await fetch(`${url}/albums/a%20b?tag=one&tag=two&x=%C3%A9`, {
      method: "POST",
      body: `{"name":"Été"}`,
      headers: { "content-type": "application/json; charset=utf-8", cookie: "a=1; b=2", "X-Mine": "Yes" },
    })
    const host = origin.slice("http://".length)
    expect(events).toEqual([
      {
        version: "2.0",
        routeKey: "POST /albums/{albumId}",
        rawPath: "/albums/a b",
        rawQueryString: "tag=one&tag=two&x=%C3%A9",
        cookies: ["a=1", "b=2"],
        headers: expect.objectContaining({
          host,
          "content-type": "application/json; charset=utf-8",
          "x-mine": "Yes",
          "x-forwarded-for": "127.0.0.1",
          "x-forwarded-port": host.split(":")[1],
          "x-forwarded-proto": "http",
          "x-amzn-trace-id": calls[0]?.trace,
        }),
        queryStringParameters: { tag: "one,two", x: "é" },
        pathParameters: { albumId: "a b" },
        requestContext: {
          accountId: "000000000000",
          apiId: "abc123",
          domainName: host,
          domainPrefix: "abc123",
          http: {
            method: "POST",
            path: "/albums/a b",
            protocol: "HTTP/1.1",
            sourceIp: "127.0.0.1",
            userAgent: expect.any(String),
          },
          requestId: expect.stringMatching(/^.{15}=$/),
          routeKey: "POST /albums/{albumId}",
          stage: "$default",
          time: "12/Mar/2026:19:03:58 +0000",
          timeEpoch: clock.now(),
        },
        body: `{"name":"Été"}`,
        isBase64Encoded: false,
      },
    ])
    expect(events[0]?.headers).not.toHaveProperty("cookie")
    expect(calls[0]).toMatchObject({ trigger: "api:gallery", throttle: true })
  })

  it("leaves out what a request does not have", async () => {
    const { url, events } = await startApi()
    await fetch(url)
    expect(events[0]).toMatchObject({ rawPath: "/", rawQueryString: "", routeKey: "$default", isBase64Encoded: false })
    for (const member of ["body", "cookies", "queryStringParameters", "pathParameters"])
      expect(events[0]).not.toHaveProperty(member)
    expect(events[0]?.requestContext).not.toHaveProperty("authorizer")
  })

  it.each([
    ["text/plain", false],
    ["application/json", false],
    ["APPLICATION/XML", false],
    ["application/javascript", false],
    ["application/x-www-form-urlencoded", true],
    ["application/octet-stream", true],
    ["image/jpeg", true],
    ["", true],
  ])("has a body of type %j in base64: %s", async (type, isBase64Encoded) => {
    const { url, events } = await startApi()
    const headers = type === "" ? {} : { "content-type": type }
    await fetch(url, { method: "PUT", body: Buffer.from("hi"), headers })
    expect(events[0]).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? "aGk=" : "hi" })
  })

  it("continues a trace that the request is part of", async () => {
    const { url, calls } = await startApi()
    const traceId = "1-67891233-abcdef012345678912345678"
    await fetch(url, { headers: { "x-amzn-trace-id": `Root=${traceId};Sampled=0` } })
    expect(calls[0]?.trace).toMatch(new RegExp(`^Root=${traceId};Parent=[0-9a-f]{16};Sampled=0$`))
  })
})

describe("the answer", () => {
  it.each([
    ["an object", { a: 1 }, `{"a":1}`],
    ["a text", "Hello", "Hello"],
    ["a list", [1, 2], "[1,2]"],
    ["a number", 3, "3"],
    ["nothing", undefined, "null"],
  ])("is 200 and JSON where a function returns %s", async (_what, result, body) => {
    const { url } = await startApi({ handler: () => result })
    const response = await fetch(url)
    expect(response.headers.get("content-type")).toBe("application/json")
    expect(await answerOf(response)).toEqual([200, body])
  })

  it("is what a function says of status, headers, cookies and body", async () => {
    const { url, events } = await startApi({
      handler: () => ({
        statusCode: 201,
        headers: { "Content-Type": "text/css", "X-Count": 3, "Content-Length": "999", Connection: "close" },
        cookies: ["a=1; Path=/", "b=2"],
        body: "b {}",
      }),
    })
    const response = await fetch(url)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/css",
      "x-count": "3",
      "content-length": "4",
      "apigw-requestid": events[0]?.requestContext.requestId,
    })
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"])
    expect(await answerOf(response)).toEqual([201, "b {}"])
  })

  it("is bytes where a function returns base64", async () => {
    const bytes = Buffer.from([0, 255, 1, 254])
    const { url } = await startApi({
      handler: () => ({ statusCode: 200, body: bytes.toString("base64"), isBase64Encoded: true }),
    })
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes)
  })

  it("has no body for a status that has none", async () => {
    const { url } = await startApi({ handler: () => ({ statusCode: 204 }) })
    expect(await answerOf(await fetch(url, { method: "DELETE" }))).toEqual([204, ""])
  })

  it.each([
    ["a status that is no number", { statusCode: "200" }],
    ["a status that HTTP does not have", { statusCode: 99 }],
    ["a body that is no text", { statusCode: 200, body: { a: 1 } }],
    ["headers that are a list", { statusCode: 200, headers: ["a"] }],
    ["a header that is an object", { statusCode: 200, headers: { a: {} } }],
    ["a header with a line break", { statusCode: 200, headers: { a: "1\r\nb: 2" } }],
    ["cookies that are one text", { statusCode: 200, cookies: "a=1" }],
    ["more than Lambda gives", "x".repeat(6_291_557)],
  ])("is 500 for %s", async (_what, result) => {
    const { url } = await startApi({ handler: () => result })
    expect(await answerOf(await fetch(url))).toEqual([500, `{"message":"Internal Server Error"}`])
  })

  it("is 500 for a function that failed, and does not say why", async () => {
    const failure = new FunctionFailed({ name: "Error", message: "secret" })
    const { url, errors } = await startApi({ handler: () => Promise.reject(failure) })
    expect(await answerOf(await fetch(url))).toEqual([500, `{"message":"Internal Server Error"}`])
    expect(errors).toEqual([failure])
  })

  it("is 500 for a function that is not there", async () => {
    const { url } = await startApi({ functions: () => new Map() })
    expect(await answerOf(await fetch(url))).toEqual([500, `{"message":"Internal Server Error"}`])
  })

  it("is 503 for a function that is at its reserved concurrency", async () => {
    const { url, errors } = await startApi({ handler: () => Promise.reject(new FunctionThrottled("Gallery", 1)) })
    expect(await answerOf(await fetch(url))).toEqual([503, `{"message":"Service Unavailable"}`])
    expect(errors).toEqual([])
  })

  it("is 503 after 30 seconds", async () => {
    const asked = Promise.withResolvers<void>()
    const handler = () => {
      asked.resolve()
      return new Promise(() => {})
    }
    const { url, clock } = await startApi({ handler })
    const answer = fetch(url)
    await asked.promise
    clock.advance(29_999)
    expect(await Promise.race([answer, fetch(`${url.replace("abc123", "other")}`)])).toMatchObject({ status: 418 })
    clock.advance(1)
    expect(await answerOf(await answer)).toEqual([503, `{"message":"Service Unavailable"}`])
  })

  it("is 503 when the engine stops", async () => {
    const asked = Promise.withResolvers<void>()
    const { url, apis } = await startApi({ handler: () => (asked.resolve(), new Promise(() => {})) })
    const answer = fetch(url)
    await asked.promise
    apis.close()
    expect((await answer).status).toBe(503)
  })

  it("is 404 where there is no route", async () => {
    const { url, events } = await startApi({ routes: ["GET /albums"] })
    expect(await answerOf(await fetch(`${url}/photos`))).toEqual([404, `{"message":"Not Found"}`])
    expect(await answerOf(await fetch(`${url}/albums`, { method: "POST", body: "x" }))).toEqual([
      404,
      `{"message":"Not Found"}`,
    ])
    expect(events).toEqual([])
  })

  it("is 400 for a path that cannot be decoded", async () => {
    const { url } = await startApi()
    expect(await answerOf(await fetch(`${url}/a%ff`))).toEqual([400, `{"message":"Bad Request"}`])
  })

  it.each([
    ["API Gateway", "application/json", 10 * 1024 * 1024 + 1],
    ["a function, in base64,", "image/jpeg", 5 * 1024 * 1024],
  ])("is 413 for more than %s takes", async (_what, type, bytes) => {
    const { url, events } = await startApi()
    const response = await fetch(url, {
      method: "PUT",
      body: Buffer.alloc(bytes, "a"),
      headers: { "content-type": type },
    })
    expect(await answerOf(response)).toEqual([413, `{"message":"Request Entity Too Large"}`])
    expect(events).toEqual([])
  })

  it("does not come from here for what is not an API's", async () => {
    const { origin } = await startApi()
    for (const path of ["/", "/_apis/", "/_apis/other/albums", "/_apisabc123"])
      expect((await fetch(origin + path)).status).toBe(418)
  })

  it("comes from a function that runs", async () => {
    const { runner, records } = testFunction(
      `export const handler = async (event) => ({ statusCode: 202, body: event.rawPath })`,
    )
    const { url } = await startApi({ functions: () => new Map([[ARN, runner]]) })
    expect(await answerOf(await fetch(`${url}/hello`))).toEqual([202, "/hello"])
    expect(records).toMatchObject([{ trigger: "api:gallery", status: "ok" }])
  })
})
