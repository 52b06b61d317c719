import { describe, expect, it } from "vitest"
import { socketUrl, topicOf } from "./open-socket.ts"

describe("socketUrl", () => {
  it("names the authorizer, on AWS's path where none is given", () => {
    expect(socketUrl({ url: "wss://abc.iot.us-east-1.amazonaws.com", authorizer: "app authorizer" })).toBe(
      "wss://abc.iot.us-east-1.amazonaws.com/mqtt?x-amz-customauthorizer-name=app+authorizer",
    )
  })

  it("keeps a path that is given", () => {
    expect(socketUrl({ url: "ws://127.0.0.1:4566/_live", authorizer: "a" })).toBe(
      "ws://127.0.0.1:4566/_live?x-amz-customauthorizer-name=a",
    )
  })
})

describe("topicOf", () => {
  it("is the person's own", () => {
    expect(topicOf("darkroom/dev/users/{sub}", "ada")).toBe("darkroom/dev/users/ada")
    expect(topicOf("darkroom/dev/users", "ada")).toBe("darkroom/dev/users/ada")
    expect(topicOf("darkroom/dev/users/", "ada")).toBe("darkroom/dev/users/ada")
  })
})
