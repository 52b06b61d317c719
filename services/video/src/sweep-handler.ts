import { scheduled } from "@darkroom/lambda"
import { sweep } from "./sweep.ts"

export const handler = scheduled("sweep", () => sweep())
