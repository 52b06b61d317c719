import type { ComponentProps } from "react"

/** Outlines on a grid of 24, two units wide, drawn for this page. */
const OUTLINES = {
  photos: "M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 5M15.5 9h.01",
  albums: "M3 8h18v12H3zM5.5 4.5h13",
  search: "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5 20.5 20.5",
  upload: "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
  download: "M12 4v12M7 11l5 5 5-5M4 17v3h16v-3",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  trash: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5",
  edit: "M5 19l1-4L16.5 4.5l3 3L9 18z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  user: "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4.5 20.5c0-4 3.4-6 7.5-6s7.5 2 7.5 6",
  sun: "M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  screen: "M3 5h18v11H3zM9 20h6M12 16v4",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  back: "M20 12H5M11 5.5 4.5 12l6.5 6.5",
  info: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 11v5.5M12 7.5h.01",
  warning: "M12 4 21.5 20h-19zM12 10v4.5M12 17.3h.01",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4L20 9.5M20 4.5v5h-5",
  pin: "M12 21.5c-4.5-4.5-7-8-7-11.3a7 7 0 0 1 14 0c0 3.3-2.5 6.8-7 11.3zM10 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  camera: "M3 8h4.5L9 5.5h6L16.5 8H21v11.5H3zM8.5 13.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0",
  calendar: "M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7",
  tag: "M4 4h8l8.5 8.5-8 8L4 12zM8 8h.01",
  text: "M5 7V5h14v2M12 5v14M9.5 19h5",
  filter: "M4 6h16M7 12h10M10 18h4",
  offline:
    "M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5.5 12.2a9.5 9.5 0 0 1 4-2.2M14.5 10a9.5 9.5 0 0 1 4 2.2M12 19h.01M2.5 8.8A14 14 0 0 1 6.5 6.3M11 5.1a14 14 0 0 1 10.5 3.7",
  leave: "M14 4H5v16h9M10 12h11M17 7.5l4.5 4.5-4.5 4.5",
  albumAdd: "M3 8h18v12H3zM5.5 4.5h13M12 11v6M9 14h6",
  zoomIn: "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5 20.5 20.5M10.5 7.5v6M7.5 10.5h6",
  zoomOut: "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5 20.5 20.5M7.5 10.5h6",
  expand: "M4 9.5V4h5.5M20 9.5V4h-5.5M4 14.5V20h5.5M20 14.5V20h-5.5",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  clock: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5.5l3.5 2",
  pause: "M8 5v14M16 5v14",
  play: "M7 4.5v15l12-7.5z",
  panel: "M3 5h18v14H3zM15 5v14",
  lanes: "M4 6h7M15 6h5M4 12h3M11 12h9M4 18h10M18 18h2",
  backfill: "M4 5h16v5H4zM12 10v9M8 15.5l4 4 4-4",
  boxes: "M4 4h8v8H4zM10 15v5h10V9h-5",
} as const

export type IconName = keyof typeof OUTLINES

export interface IconProps extends Omit<ComponentProps<"svg">, "name"> {
  readonly name: IconName
  /** Pixels; default 20. */
  readonly size?: number
}

/** A drawing beside a text or in a button that has a label; screen readers pass it over. */
export function Icon({ name, size = 20, ...rest }: IconProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 3 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={OUTLINES[name]} />
    </svg>
  )
}
