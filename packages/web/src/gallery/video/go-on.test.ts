import { describe, expect, it } from "vitest"
import { goOn } from "./go-on.ts"

/** A player at 42 seconds that begins anew with each address. */
class Player extends EventTarget {
  currentTime = 42
  paused = false
  async play() {
    this.paused = false
  }
  load(works: boolean) {
    this.currentTime = 0
    this.paused = true
    if (works) this.dispatchEvent(new Event("loadedmetadata"))
  }
}

function playing(changes: Partial<Player> = {}) {
  const player = Object.assign(new Player(), changes)
  const keep = goOn()
  return { player, keep: () => keep(player) }
}

describe("a player whose address is replaced", () => {
  it("goes on where it was, and plays if it was playing", () => {
    const { player, keep } = playing()
    keep()
    player.load(true)
    expect(player).toMatchObject({ currentTime: 42, paused: false })
  })

  it("stays paused if it was paused", () => {
    const { player, keep } = playing({ paused: true })
    keep()
    player.load(true)
    expect(player).toMatchObject({ currentTime: 42, paused: true })
  })

  it("goes on there when the next address fails too", () => {
    const { player, keep } = playing()
    keep()
    player.load(false)
    keep()
    player.load(true)
    expect(player).toMatchObject({ currentTime: 42, paused: false })
  })

  it("goes on from the new place when its address is replaced again later", () => {
    const { player, keep } = playing()
    keep()
    player.load(true)
    player.currentTime = 50
    keep()
    player.load(true)
    expect(player.currentTime).toBe(50)
    player.load(true)
    expect(player.currentTime).toBe(0)
  })
})
