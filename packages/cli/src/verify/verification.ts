import { ResourceMissing } from "../errors.ts"
import { getFrom } from "../events/engine-events.ts"
import { operationsOf } from "../operations.ts"
import type { StageTarget } from "../stage.ts"
import type { AppConfig } from "./app-config.ts"
import { type Denial, engineDenials } from "./denials.ts"
import { engineUser } from "./engine-user.ts"

/** Somebody who is signed in, for as long as the checks run. */
export interface TestUser {
  readonly token: string
  /** How the sign-in was done. */
  readonly how: string
  /** Whom `remove` takes away; undefined where there is no account. */
  readonly account?: string
  remove(): Promise<void>
}

export interface SigningIn {
  readonly config: AppConfig
  /** Address of the page, with a slash at the end. */
  readonly page: string
  readonly signal: AbortSignal
}

/** What `darkroom verify` needs of a stage besides what all commands do. */
export interface Verification {
  /** The stage's name where it is on AWS. */
  readonly stage: string | undefined
  /** Address of the page, with a slash at the end. Throws ResourceMissing. */
  page(): Promise<string>
  /** Makes a user and signs in. Nothing is left of it where that fails. */
  signIn(options: SigningIn): Promise<TestUser>
  /** Calls that IAM has refused to the app's functions since that time, in milliseconds. */
  denials(since: number): Promise<readonly Denial[]>
  /** Milliseconds between two looks for troubles while a photo is processed. */
  readonly troublesEvery: number
}

export function verificationOf(target: StageTarget): Verification {
  const { endpoint } = target.client
  return endpoint === undefined ? onAws(target) : onEngine(endpoint)
}

function onEngine(endpoint: string): Verification {
  return {
    stage: undefined,
    page: async () => endpoint + (await import("@darkroom/local")).PAGE_PREFIX,
    signIn: engineUser,
    denials: engineDenials(getFrom(endpoint)),
    troublesEvery: 1_500,
  }
}

function onAws(target: StageTarget): Verification {
  const { functions } = operationsOf(target)
  // Other commands need not load these clients.
  const signIn = once(async () => {
    const { CognitoIdentityProviderClient } = await import("@aws-sdk/client-cognito-identity-provider")
    const { cognitoUser } = await import("./cognito-user.ts")
    return cognitoUser(new CognitoIdentityProviderClient(target.client))
  })
  const denials = once(async () => {
    const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs")
    const { loggedDenials } = await import("./logged-denials.ts")
    return loggedDenials(new CloudWatchLogsClient(target.client), functions)
  })
  return {
    stage: target.name,
    async page() {
      const url = target.links["Page"]?.["url"]
      if (typeof url !== "string") throw new ResourceMissing("Page", target.name)
      return url.replace(/\/?$/, "/")
    },
    signIn: async (options) => (await signIn())(options),
    denials: async (since) => (await denials())(since),
    // CloudWatch takes some seconds to show a line, and few requests a second.
    troublesEvery: 20_000,
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}
