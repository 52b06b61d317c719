import { toast } from "../../toasts.ts"

/** Puts a text on the clipboard, and says so. */
export function copyText(text: string, done: string): void {
  const failed = () => toast({ kind: "error", text: "The browser did not let it be copied." })
  // Absent where the page is not served securely.
  if (!("clipboard" in navigator)) return failed()
  void navigator.clipboard.writeText(text).then(() => toast({ kind: "info", text: done }), failed)
}
