import { describe, expect, it } from "vitest"
import { keepConnected, type SocketEvents } from "./connection.ts"

function setUp({ reachable = true } = {}) {
  const log: string[] = []
  const sockets: SocketEvents[] = []
  const tasks: { task: () => void; milliseconds: number }[] = []
  const server = { reachable }
  const close = keepConnected({
    open: async (events) => {
      if (!server.reachable) throw new TypeError("no network")
      sockets.push(events)
      return { close: () => log.push("closed") }
    },
    onState: (state) => log.push(state),
    onMessage: ({ photoId }) => log.push(`photo ${photoId}`),
    onReconnected: () => log.push("reconnected"),
    later: (task, milliseconds) => void tasks.push({ task, milliseconds }),
  })
  async function wait() {
    const first = tasks.shift()
    first?.task()
    await new Promise(setImmediate)
    return first?.milliseconds
  }
  return { log, sockets, server, close, wait, settled: () => new Promise(setImmediate) }
}

const payload = JSON.stringify({ type: "photo", photoId: "a", event: "ImageTagged", status: "processing", time: "" })

describe("keepConnected", () => {
  it("tells of messages, and passes over what it does not know", async () => {
    const { log, sockets, settled } = setUp()
    await settled()
    sockets[0]?.onConnected()
    sockets[0]?.onMessage(payload)
    sockets[0]?.onMessage("{}")
    expect(log).toEqual(["connecting", "connected", "photo a"])
  })

  it("connects again and says that messages may have been missed", async () => {
    const { log, sockets, settled, wait } = setUp()
    await settled()
    sockets[0]?.onConnected()
    sockets[0]?.onClosed()
    expect(await wait()).toBe(1000)
    sockets[1]?.onConnected()
    expect(log).toEqual(["connecting", "connected", "lost", "connected", "reconnected"])
  })

  it("waits longer after each try, at most half a minute, and starts over once connected", async () => {
    const { sockets, server, settled, wait } = setUp({ reachable: false })
    await settled()
    const pauses: (number | undefined)[] = []
    for (let tries = 0; tries < 7; tries++) pauses.push(await wait())
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    server.reachable = true
    await wait()
    sockets[0]?.onConnected()
    sockets[0]?.onClosed()
    expect(await wait()).toBe(1000)
  })

  it("is quiet once it is closed", async () => {
    const { log, sockets, close, settled, wait } = setUp()
    await settled()
    sockets[0]?.onConnected()
    close()
    sockets[0]?.onMessage(payload)
    sockets[0]?.onClosed()
    expect(await wait()).toBeUndefined()
    expect(log).toEqual(["connecting", "connected", "closed"])
  })

  it("closes a socket that opens after the end", async () => {
    const { log, close, settled } = setUp()
    close()
    await settled()
    expect(log).toEqual(["connecting", "closed"])
  })
})
