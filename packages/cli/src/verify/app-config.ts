import { z } from "zod"

/** What the page's config.json has to say; packages/web/src/config.ts has all of it. */
const configSchema = z.object({
  apiUrl: z.string().min(1),
  auth: z.object({
    issuer: z.url(),
    clientId: z.string().min(1),
    scopes: z.array(z.string()).default(["openid", "profile", "email"]),
  }),
  realtime: z.object({ url: z.url(), authorizer: z.string().min(1), topic: z.string().min(1) }),
  sampleUrl: z.string().default("sample.jpg"),
})

export type AppConfig = z.infer<typeof configSchema>

/** The configuration of the page at that address, or why it is none. */
export function appConfig(value: unknown, page: string): AppConfig | string {
  const { success, data, error } = configSchema.safeParse(value)
  if (!success) return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
  const absolute = (address: string) => new URL(address, page).href
  return { ...data, apiUrl: absolute(data.apiUrl).replace(/\/$/, ""), sampleUrl: absolute(data.sampleUrl) }
}
