import { type PointerEvent, useEffect, useRef } from "react"

const AFTER = 450
const STILL = 10

/** Calls with what a finger rests on. The click and the menu that the browser makes of it are swallowed. */
export function useLongPress(onLongPress: (target: Element) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const start = useRef({ x: 0, y: 0 })
  const pressed = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])
  const stop = () => clearTimeout(timer.current)
  return {
    pressed: pressed,
    handlers: {
      onPointerDown: ({ pointerType, target, clientX, clientY }: PointerEvent) => {
        pressed.current = false
        if (pointerType !== "touch") return
        start.current = { x: clientX, y: clientY }
        timer.current = setTimeout(() => {
          pressed.current = true
          onLongPress(target as Element)
        }, AFTER)
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        if (Math.hypot(clientX - start.current.x, clientY - start.current.y) > STILL) stop()
      },
      onPointerUp: stop,
      onPointerCancel: stop,
      onContextMenu: (event: { preventDefault: () => void }) => {
        if (pressed.current) event.preventDefault()
      },
    },
  }
}
