export interface ToastOptions {
  /** Screen readers tell an error at once, all others when they have ended what they say. */
  readonly kind: "info" | "success" | "warning" | "error"
  readonly text: string
  /** A button within, such as "Undo". */
  readonly action?: { readonly label: string; readonly run: () => void }
}

export interface Toast extends ToastOptions {
  readonly id: number
}

const SHOWN_FOR = { info: 6000, success: 5000, warning: 15_000, error: 12_000 }
const AT_MOST = 4

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** Says something at the page's edge, and to screen readers. */
export function toast(options: ToastOptions): void {
  const id = ++lastId
  const others = toasts.filter(({ kind, text }) => kind !== options.kind || text !== options.text)
  change([...others, { ...options, id }].slice(-AT_MOST))
  setTimeout(() => dismissToast(id), SHOWN_FOR[options.kind])
}

/** Takes a toast away. */
export function dismissToast(id: number): void {
  if (toasts.some((toast) => toast.id === id)) change(toasts.filter((toast) => toast.id !== id))
}

/** What is shown now, oldest first; for useSyncExternalStore. */
export const currentToasts = () => toasts

/** Calls on each change until the function that it returns is called. */
export function onToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}
