import { scheduled } from "@darkroom/lambda"
import { findStalled } from "./find-stalled.ts"

export const handler = scheduled("find-stalled", () => findStalled())
