import { describe, expect, it } from "vitest"
import { fitted, notZoomed, panned, zoomedAt } from "./zoom.ts"

const stage = { width: 1000, height: 600 }
const photo = { width: 800, height: 600 }
const middle = { x: 0, y: 0 }

describe("zoom", () => {
  it("fits photos of any shape", () => {
    expect(fitted({ width: 4000, height: 3000 }, stage)).toEqual(photo)
    expect(fitted({ width: 100, height: 10 }, stage)).toEqual({ width: 1000, height: 100 })
    expect(fitted({ width: 1, height: 4000 }, stage)).toEqual({ width: 1, height: 600 })
  })

  it("keeps what is under the pointer there", () => {
    const { scale, x, y } = zoomedAt(notZoomed, 2, { x: 200, y: 100 }, photo, stage)
    expect({ scale, x, y }).toEqual({ scale: 2, x: -200, y: -100 })
  })

  it("goes no further than eight times, and not below the whole", () => {
    expect(zoomedAt(notZoomed, 100, middle, photo, stage).scale).toBe(8)
    expect(zoomedAt({ scale: 2, x: 300, y: 300 }, 0.1, middle, photo, stage)).toEqual(notZoomed)
  })

  it("cannot be moved while it is whole, nor past its edge", () => {
    expect(panned(notZoomed, { x: 50, y: -50 }, photo, stage)).toEqual(notZoomed)
    expect(panned({ scale: 2, x: 0, y: 0 }, { x: 5000, y: -5000 }, photo, stage)).toEqual({ scale: 2, x: 300, y: -300 })
  })
})
