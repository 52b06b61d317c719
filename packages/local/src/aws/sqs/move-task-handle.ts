import { invalidParameter } from "./errors.ts"

/** AWS's form: base64 of JSON. */
export function moveTaskHandle(taskId: string, sourceArn: string): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString("base64")
}

/** The task's id. Throws InvalidParameterValue for what is no handle. */
export function parseMoveTaskHandle(handle: string): string {
  try {
    const { taskId } = JSON.parse(Buffer.from(handle, "base64").toString()) as { taskId?: unknown }
    if (typeof taskId === "string") return taskId
  } catch {
    // Not JSON: refused below, as any other text.
  }
  throw invalidParameter("TaskHandle", "It is not a task handle.", handle)
}
