import { lazy } from "@darkroom/lambda"
import { Resource } from "sst"
import { type Claims, tokenVerifier } from "./verify-token.ts"

export interface Deps {
  /** The claims of an access token of this app. Throws BadToken. */
  verify(token: string): Promise<Claims>
  /** What a user's topic begins with, such as `darkroom/production`. */
  readonly topicPrefix: string
  /** Milliseconds since the epoch. */
  now(): number
  /** Says why somebody was not let in. */
  log(facts: Readonly<Record<string, string>>): void
}

export const defaultDeps = lazy((): Deps => {
  const { name, stage } = Resource.App
  return {
    // Made once an execution environment, which so keeps the issuer's keys.
    verify: tokenVerifier({ issuer: required("DARKROOM_ISSUER"), clientId: required("DARKROOM_CLIENT_ID") }),
    topicPrefix: `${name}/${stage}`,
    now: Date.now,
    log: (facts) => console.warn(JSON.stringify({ service: "realtime", ...facts })),
  }
})

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`The environment variable ${name} is missing; the stacks set it`)
  return value
}
