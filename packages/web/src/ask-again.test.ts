import { expect, it, onTestFinished, vi } from "vitest"
import { askAgain } from "./ask-again.ts"

function start() {
  vi.useFakeTimers({ now: 0 })
  onTestFinished(() => void vi.useRealTimers())
  const asked: number[] = []
  const told = askAgain({ remembered: 6000 })
  const ask = () => {
    asked.push(Date.now())
    told(ask)
  }
  return { asked, ask, wait: (milliseconds: number) => vi.advanceTimersByTime(milliseconds) }
}

it("asks once more when nothing from before the last request is remembered", () => {
  const { asked, ask, wait } = start()
  ask()
  wait(1000)
  ask()
  wait(3000)
  ask()
  wait(60_000)
  expect(asked).toEqual([0, 1000, 4000, 10_000])
})

it("leaves it at one request where nothing has changed", () => {
  const { asked, ask, wait } = start()
  ask()
  wait(60_000)
  expect(asked).toEqual([0])
})
