import type { ComponentProps } from "react"

/** A safelight over a print in its tray. */
export function Logo({ size = 28, ...rest }: ComponentProps<"svg"> & { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" {...rest}>
      <rect width="32" height="32" rx="8" fill="#1c1c1a" />
      <circle cx="16" cy="12" r="5.5" fill="#ff9d3c" />
      <path d="M6 25l6-7 4 4 3.5-3.5L26 25z" fill="#f6f6f5" />
    </svg>
  )
}
