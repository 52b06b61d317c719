import { galleryClient, type PhotoDetail } from "@darkroom/gallery-api"
import type { Stage } from "../stage.ts"
import type { AppConfig } from "./app-config.ts"
import { type Asking, ask } from "./ask.ts"
import { type Check, type Checklist, checklist, type Passed } from "./checklist.ts"
import { cleanUp, uninterrupted } from "./clean-up.ts"
import { denialsIn, denialsText, eachOnce, grantText } from "./denials.ts"
import { Miss } from "./miss.ts"
import { type Next, nextFor } from "./next.ts"
import { apiDescribed, configThere, pageLoads, sampleThere, strangersRefused } from "./page-checks.ts"
import { foundBySearch, labelsThere, photoWith, renditionsReadable } from "./photo-checks.ts"
import { listen, type Realtime } from "./realtime.ts"
import { type Sent, sendPhoto } from "./send-photo.ts"
import { endpointsOf, openSignIn, refuseCode } from "./sign-in-page.ts"
import { brokenJpeg, uniqueJpeg } from "./test-photos.ts"
import { deadLetterText, type Troubles, troublesSince } from "./troubles.ts"
import type { TestUser } from "./verification.ts"
import { waitFor } from "./wait-for.ts"

const MESSAGE_SECONDS = 15
/** For all checks but the two waits for a photo, before the clean-up. */
const REST_SECONDS = 60

type Verified = Pick<Stage, "verification" | "deadLetters" | "s3" | "bucket">

export interface VerifyOptions {
  /** How long each of the two photos may take. */
  readonly seconds: number
  readonly signal: AbortSignal
  /** Told of each check before it begins. */
  readonly onStart?: (check: string) => void
}

/** What the checks share. */
interface Run extends Checklist {
  readonly stage: Verified
  readonly options: VerifyOptions
  readonly asking: Asking
  readonly next: Next
}

/** Drives the app as a user does and says what came of it. What was made is deleted, whatever happened. Throws ResourceMissing. */
export async function verifyStage(stage: Verified, options: VerifyOptions): Promise<readonly Check[]> {
  const { onStart } = options
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout((2 * options.seconds + REST_SECONDS) * 1_000)])
  const next = nextFor(stage.verification.stage)
  const address = await stage.verification.page()
  const list = checklist({ signal, next: next.status, ...(onStart ? { onStart } : {}) })
  const run: Run = { ...list, stage, options: { ...options, signal }, next, asking: { signal, next: next.api } }
  const troubles = await troublesSince(stage, Date.now())
  const config = await checkPublic(run, address)
  const user = await run.check("sign in", { "config.json": config }, async ({ "config.json": known }) => {
    const made = await stage.verification.signIn({ config: known, page: address, signal })
    return { value: made, detail: made.how }
  })
  if (user && config) await checkAsUser(run, config, user, troubles)
  return list.checks
}

/** Everything that needs no account. */
async function checkPublic({ check, next, asking }: Run, address: string): Promise<AppConfig | undefined> {
  const page = await check("page", {}, () => pageLoads(address, { ...asking, next: next.page }))
  const config = await check("config.json", { page }, () => configThere(address, { ...asking, next: next.page }))
  const needs = { "config.json": config }
  await check("sign-in page", needs, async ({ "config.json": known }): Promise<Passed<true>> => {
    const to = { ...asking, next: next.signIn }
    const endpoints = await endpointsOf(known, to)
    await openSignIn(known, address, endpoints, to)
    await refuseCode(known, address, endpoints, to)
    return { value: true, detail: `${new URL(endpoints.authorize).host} shows it` }
  })
  await check("API, stranger", needs, ({ "config.json": known }) => strangersRefused(known, asking))
  await check("API, openapi.json", needs, ({ "config.json": known }) => apiDescribed(known, asking))
  return config
}

async function checkAsUser(run: Run, config: AppConfig, user: TestUser, troubles: Troubles): Promise<void> {
  const { check, stage, asking, next } = run
  const clientWith = (as: Asking) =>
    galleryClient({
      url: config.apiUrl,
      token: async () => user.token,
      fetch: (url, init) => ask(String(url), as, init),
    })
  const client = clientWith(asking)
  let me: string | undefined
  let realtime: Realtime | undefined
  let ids: readonly string[] = []
  try {
    me = await check("API, signed in", {}, async () => {
      const { userId: id } = await client.getMe()
      return { value: id, detail: `user ${id}` }
    })
    realtime = await check("realtime connection", { "API, signed in": me }, async ({ "API, signed in": userId }) => {
      const listening = { userId, token: user.token, signal: asking.signal, next: next.realtime }
      return { value: await listen(config, listening), detail: `subscribed to ${config.realtime.topic}/<user>` }
    })
    ids = await checkPhotos({ ...run, client, config, me, realtime, troubles })
  } finally {
    realtime?.close()
    const ended = checklist({ signal: uninterrupted, next: next.deadLetters, ...startOf(run) })
    const last = { user, userId: me, isInterrupted: asking.signal.aborted, next: next.deadLetters }
    const lastClient = clientWith({ signal: uninterrupted, next: next.api })
    await ended.check("clean-up", {}, () => cleanUp(stage, { ...last, client: lastClient }))
    run.checks.push(...ended.checks)
  }
  // Also of what the clean-up had the app do.
  await checkTroubles(run, troubles, ids)
}

function startOf({ options: { onStart } }: Run): Pick<VerifyOptions, "onStart"> {
  return onStart ? { onStart } : {}
}

interface PhotoRun extends Run {
  readonly client: ReturnType<typeof galleryClient>
  readonly config: AppConfig
  /** Undefined where the API does not know the user. */
  readonly me: string | undefined
  readonly realtime: Realtime | undefined
  readonly troubles: Troubles
}

/** A photo that is processed and one that is rejected; gives the ids of those that are known. */
async function checkPhotos(run: PhotoRun): Promise<readonly string[]> {
  const { check, client, config, asking, next, me, realtime } = run
  const needs = { "API, signed in": me }
  const send = (name: string, bytes: () => Promise<Buffer>) =>
    check(`upload ${name}`, needs, async () => {
      const sent = await sendPhoto(client, name, await bytes(), asking)
      return { value: sent, detail: "S3 took it with the signed form" }
    })
  const sample = await send("sample.jpg", async () => uniqueJpeg(await sampleThere(config, asking)))
  const broken = await send("broken.jpg", async () => brokenJpeg())

  const photo = await check("sample.jpg processed", { "upload sample.jpg": sample }, ({ "upload sample.jpg": sent }) =>
    follow(run, "processed", sent),
  )
  const found = { "sample.jpg processed": photo }
  await check("renditions", { ...found, sample }, ({ "sample.jpg processed": seen, sample: sent }) =>
    renditionsReadable(seen, sent, { ...asking, next: next.thumbnail }),
  )
  const label = await check("labels", found, ({ "sample.jpg processed": seen }) => labelsThere(seen, next.tagging))
  await check("search", { ...found, labels: label }, ({ "sample.jpg processed": seen, labels }) =>
    foundBySearch(client, seen, { label: labels, name: "sample.jpg" }, { ...asking, next: next.catalog }),
  )
  await check(
    "realtime message",
    { ...found, "realtime connection": realtime },
    ({ "sample.jpg processed": seen, ...other }) => messageHeard(other["realtime connection"], seen, run),
  )
  const rejected = await check(
    "broken.jpg rejected",
    { "upload broken.jpg": broken },
    ({ "upload broken.jpg": sent }) => follow(run, "rejected", sent),
  )
  const known = [photo, rejected].flatMap((each) => (each ? [each.photoId] : []))
  return known.length === 2 ? known : idsOf(run, [sample, broken], known)
}

/** Of photos that did not become what they should, too. */
async function idsOf({ client, asking }: PhotoRun, sent: readonly (Sent | undefined)[], known: readonly string[]) {
  const { photos } = await client.listPhotos({ query: {} }, { signal: asking.signal }).catch(() => ({ photos: [] }))
  const uploads = sent.flatMap((each) => (each ? [each.uploadId] : []))
  const ours = photos.filter(({ uploadId }) => uploadId !== null && uploads.includes(uploadId))
  return [...new Set([...known, ...ours.map(({ photoId }) => photoId)])]
}

async function follow(run: PhotoRun, status: "processed" | "rejected", sent: Sent): Promise<Passed<PhotoDetail>> {
  const { client, options, next, troubles, stage } = run
  const { seconds, signal } = options
  const value = await photoWith(status, {
    client,
    sent,
    seconds,
    signal,
    troubles,
    troublesEvery: stage.verification.troublesEvery,
    next,
  })
  const steps = value.steps.map(({ step }) => step).join(", ")
  const what = status === "processed" ? `${steps} done` : (value.problem?.message ?? "rejected")
  return { value, detail: `${value.trail.length} events: ${what}` }
}

async function messageHeard(
  realtime: Realtime,
  { photoId }: PhotoDetail,
  { asking, next }: Run,
): Promise<Passed<true>> {
  const heard = () => realtime.eventsOf(photoId)
  await waitFor(
    async () => heard().includes("ImageProcessed") || undefined,
    () => ({
      expected: "a message of ImageProcessed",
      found: heard().join(", ") || "no message",
      next: next.notification,
    }),
    { seconds: MESSAGE_SECONDS, every: 200, signal: asking.signal },
  )
  return { value: true, detail: heard().join(", ") }
}

async function checkTroubles({ check, next }: Run, troubles: Troubles, ids: readonly string[]): Promise<void> {
  await check("dead letters", {}, async (): Promise<Passed<true>> => {
    const [first, ...others] = await troubles.deadLetters(ids)
    if (first === undefined) return { value: true, detail: "none since the start" }
    const found = [first, ...others].map(deadLetterText).join("; ")
    throw new Miss({ expected: "no new dead letters", found, next: next.deadLetter(first.id) })
  })
  await check("permissions", {}, async (): Promise<Passed<true>> => {
    const [refused, letters] = await Promise.all([troubles.denials(), troubles.deadLetters(ids)])
    // A dead letter is there before its log line can be found.
    const named = letters.flatMap(({ subscriber, error }) => denialsIn(subscriber, [error.message]))
    const all = eachOnce([...refused, ...named])
    const [first] = all
    if (first === undefined) return { value: true, detail: "no call was refused" }
    throw new Miss({ expected: "no call that IAM refuses", found: denialsText(all), next: grantText(first) })
  })
}
