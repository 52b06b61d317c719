import type { Readable } from "node:stream"
import type { DatabaseSync } from "node:sqlite"
import type { Clock } from "../clock.ts"

/** Who signed a request: one of the app's functions, or the account's owner. */
export interface Caller {
  readonly accessKeyId: string
}

/** One request to an AWS endpoint, as it came over HTTP. */
export interface AwsRequest {
  readonly method: string
  /** Path as sent, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
  readonly caller: Caller
}

export interface AwsResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
}

/** What every embedded AWS service is. State is in the store; nothing is kept in module scope. */
export interface AwsService {
  /** The name in the SigV4 credential scope, such as `sqs`. */
  readonly name: string
  /** What it can do, by AWS's names of operations. */
  readonly operations: readonly string[]
  handle(request: AwsRequest): Promise<AwsResponse>
  /** Forgets all state. */
  reset(): Promise<void>
  /** Stops timers and frees what is held. State in the store stays. */
  close(): Promise<void>
}

/** What the engine gives to every service. */
export interface ServiceContext {
  readonly clock: Clock
  /** SQLite, in memory or in the state folder; each service owns the tables that begin with its name. */
  readonly store: DatabaseSync
  readonly region: string
  readonly accountId: string
}
