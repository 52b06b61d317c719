import type { z } from "zod"
import type { Answer, CarriedError } from "./decoding.ts"
import { DamagedVideo, TooMuchToCopy, UndecodablePictures, UnsupportedVideo } from "./errors.ts"

/** The Lambda handler of a decoding function. Whatever goes wrong is an answer, so that whoever waits for it knows what it is. */
export function decoder<Request, Result>(request: z.ZodType<Request>, work: (request: Request) => Promise<Result>) {
  return async (event: unknown): Promise<Answer<Result>> => {
    try {
      return { ok: true, result: await work(request.parse(event)) }
    } catch (error) {
      return { ok: false, error: carriedOf(error) }
    }
  }
}

function carriedOf(error: unknown): CarriedError {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const what = whatOf(error)
  return {
    name: name.slice(0, 100),
    message: message.slice(0, 1000),
    ...(what === undefined ? {} : { what: what.slice(0, 200) }),
  }
}

function whatOf(error: unknown): string | undefined {
  if (error instanceof UnsupportedVideo) return error.looksLike
  const known = [DamagedVideo, UndecodablePictures, TooMuchToCopy].some((type) => error instanceof type)
  return known ? (error as DamagedVideo).what : undefined
}
