import { synthesise } from "@darkroom/local"
import { join } from "node:path"
import { vi } from "vitest"

export const DOMAIN = "photos.example.com"
export const BOUNDARY = "arn:aws:iam::000000000000:policy/DarkroomBoundary"

const root = join(import.meta.dirname, "..")
vi.stubEnv("DARKROOM_DOMAIN", DOMAIN)
vi.stubEnv("DARKROOM_THREAT_PROTECTION", "enforced")
vi.stubEnv("DARKROOM_LOGIN_WAF", "on")
vi.stubEnv("DARKROOM_PERMISSIONS_BOUNDARY", BOUNDARY)

/** All resources of a production stage that is deployed with everything that needs further permissions. */
export const { resources } = await synthesise({ root, stage: "production", cache: join(root, ".darkroom/with-domain") })
vi.unstubAllEnvs()
