import { describe, expect, it } from "vitest"
import { routeTable } from "./route-table.ts"

const table = (...keys: string[]) => routeTable(keys.map((routeKey) => ({ routeKey, functionArn: "arn" })))

describe("a request's route", () => {
  const match = table(
    "$default",
    "ANY /{proxy+}",
    "GET /pets/{proxy+}",
    "GET /pets/{animal}/{id}",
    "GET /pets/dog/{id}",
    "ANY /pets/dog/1",
    "GET /pets/dog/1",
    "POST /pets",
  )

  it.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1", {}],
    ["PUT", "/pets/dog/1", "ANY /pets/dog/1", {}],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
    ["GET", "/pets/cat/2", "GET /pets/{animal}/{id}", { animal: "cat", id: "2" }],
    ["GET", "/pets/cat", "GET /pets/{proxy+}", { proxy: "cat" }],
    ["GET", "/pets/cat/2/name", "GET /pets/{proxy+}", { proxy: "cat/2/name" }],
    ["POST", "/pets/dog/2", "ANY /{proxy+}", { proxy: "pets/dog/2" }],
    ["POST", "/pets", "POST /pets", {}],
    ["GET", "/pets", "ANY /{proxy+}", { proxy: "pets" }],
    ["GET", "/pets/", "ANY /{proxy+}", { proxy: "pets/" }],
    ["GET", "/", "$default", {}],
    ["GET", "/pets/cat/a%20b%2Fc", "GET /pets/{animal}/{id}", { animal: "cat", id: "a b/c" }],
  ])("of %s %s is %s", (method, path, routeKey, parameters) => {
    expect(match(method, path)).toEqual({ route: { routeKey, functionArn: "arn" }, parameters })
  })

  it("is none without $default", () => {
    const match = table("GET /albums", "GET /albums/{albumId}")
    for (const [method, path] of [
      ["POST", "/albums"],
      ["GET", "/albums/"],
      ["GET", "/albums/1/photos"],
      ["GET", "/Albums"],
      ["GET", "/"],
    ] as const)
      expect(match(method, path)).toBeUndefined()
  })
})
