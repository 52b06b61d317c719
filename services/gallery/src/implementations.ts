import type { RouteName, Routes } from "@darkroom/gallery-api"
import type { z } from "zod"

type Part<Name extends RouteName, Key extends string> = Key extends keyof Routes[Name]
  ? Routes[Name][Key] extends z.ZodType
    ? z.output<Routes[Name][Key]>
    : undefined
  : undefined

/** A valid call of a route by a signed-in user. */
export interface Call<Name extends RouteName> {
  /** The access token's `sub`: the owner of everything that the call may touch. */
  readonly userId: string
  /** Of the user pool, that the caller is in. */
  readonly groups?: readonly string[]
  readonly params: Part<Name, "params">
  readonly query: Part<Name, "query">
  readonly body: Part<Name, "body">
}

/** What a route answers; nothing where the contract has no body. */
export type Answer<Name extends RouteName> = "response" extends keyof Routes[Name] ? Part<Name, "response"> : void

export type Implementation<Name extends RouteName> = (call: Call<Name>) => Promise<Answer<Name>>

/** The use case behind every route; each may throw an ApiFailure. */
export type Implementations = { readonly [Name in RouteName]: Implementation<Name> }
