import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react"
import { notZoomed, panned, type Point, type Size, type Zoom, zoomedAt } from "./zoom.ts"

export interface GesturesOptions {
  readonly stage: RefObject<HTMLElement | null>
  /** Of the whole photo on the stage. */
  readonly photo: Size
  readonly size: Size
  readonly onSwipe: (direction: "previous" | "next" | "close") => void
}

const SWIPE = 60
const PULL = 110
const CLICK = 4
const DOUBLE_CLICK = 2.5

/** Zoom by wheel, pinch, double click and keys; pan by dragging; swipe from photo to photo. */
export function useGestures({ stage, photo, size, onSwipe }: GesturesOptions) {
  const [zoom, setZoom] = useState<Zoom>(notZoomed)
  const [drag, setDrag] = useState<Point | null>(null)
  const pointers = useRef(new Map<number, Point>())
  const start = useRef<Point>({ x: 0, y: 0 })
  const fromMiddle = ({ x, y }: Point): Point => {
    const { left = 0, top = 0 } = stage.current?.getBoundingClientRect() ?? {}
    return { x: x - left - size.width / 2, y: y - top - size.height / 2 }
  }
  const zoomBy = (factor: number, at: Point = { x: 0, y: 0 }) =>
    setZoom((now) => zoomedAt(now, factor, at, photo, size))
  useWheel(stage, (factor, at) => zoomBy(factor, fromMiddle(at)))
  const panBy = (by: Point) => setZoom((now) => panned(now, by, photo, size))
  const release = ({ pointerId, pointerType }: PointerEvent) => {
    pointers.current.delete(pointerId)
    if (pointers.current.size > 0) return
    if (drag && pointerType !== "mouse") swipe(drag, onSwipe)
    setDrag(null)
  }
  return {
    zoom,
    drag,
    zoomBy,
    panBy,
    reset: () => setZoom(notZoomed),
    handlers: {
      onPointerDown: ({ pointerId, clientX: x, clientY: y, button }: PointerEvent) => {
        if (button !== 0) return
        pointers.current.set(pointerId, { x, y })
        start.current = { x, y }
      },
      onPointerMove: ({ pointerId, clientX: x, clientY: y, currentTarget }: PointerEvent) => {
        const before = pointers.current.get(pointerId)
        if (!before) return
        const [other] = [...pointers.current].filter(([id]) => id !== pointerId).map(([, point]) => point)
        pointers.current.set(pointerId, { x, y })
        if (other) {
          setDrag(null)
          return zoomBy(
            distance({ x, y }, other) / Math.max(1, distance(before, other)),
            fromMiddle(between({ x, y }, other)),
          )
        }
        // Not before it is a drag: a click goes to who has the pointer, and boxes are clicked too.
        if (zoom.scale > 1 && distance({ x, y }, start.current) > CLICK) currentTarget.setPointerCapture(pointerId)
        if (zoom.scale > 1) return panBy({ x: x - before.x, y: y - before.y })
        setDrag({ x: x - start.current.x, y: y - start.current.y })
      },
      onPointerUp: release,
      onPointerCancel: (event: PointerEvent) => {
        pointers.current.delete(event.pointerId)
        setDrag(null)
      },
      onDoubleClick: ({ clientX: x, clientY: y }: { clientX: number; clientY: number }) =>
        zoom.scale > 1 ? setZoom(notZoomed) : zoomBy(DOUBLE_CLICK, fromMiddle({ x, y })),
    },
  }
}

function swipe({ x, y }: Point, onSwipe: GesturesOptions["onSwipe"]): void {
  if (Math.abs(x) > SWIPE && Math.abs(x) > Math.abs(y)) onSwipe(x < 0 ? "next" : "previous")
  else if (y > PULL) onSwipe("close")
}

/** Not by React: its listeners are passive, and the page must not zoom along. */
function useWheel(stage: RefObject<HTMLElement | null>, onWheel: (factor: number, at: Point) => void): void {
  const latest = useRef(onWheel)
  useEffect(() => {
    latest.current = onWheel
  })
  useEffect(() => {
    const element = stage.current
    const listen = (event: WheelEvent) => {
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1
      latest.current(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 100 : 400)), {
        x: event.clientX,
        y: event.clientY,
      })
    }
    element?.addEventListener("wheel", listen, { passive: false })
    return () => element?.removeEventListener("wheel", listen)
  }, [stage])
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
