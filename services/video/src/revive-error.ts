import { PermanentError } from "@darkroom/lambda"
import type { CarriedError } from "./decoding.ts"
import { DamagedVideo, OriginalGone, TooMuchToCopy, UndecodablePictures, UnsupportedVideo } from "./errors.ts"

const about: Readonly<Record<string, (what: string, videoId: string) => Error>> = {
  DamagedVideo: (what) => new DamagedVideo(what),
  OriginalGone: (_, videoId) => new OriginalGone(videoId),
  TooMuchToCopy: (what) => new TooMuchToCopy(what),
  UndecodablePictures: (what) => new UndecodablePictures(what),
  UnsupportedVideo: (what) => new UnsupportedVideo(what),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html
  InvalidObjectState: (_, videoId) =>
    new PermanentError(`The original of ${videoId} is archived`, {
      ownerMessage: "The original is in the archive; restore it first.",
    }),
}

/** The same error where the answer arrives. One that says nothing about the video keeps its name, by which `classify` knows it. */
export function reviveError({ name, message, what = "unknown data" }: CarriedError, videoId: string): Error {
  const make = Object.hasOwn(about, name) ? about[name] : undefined
  return make ? make(what, videoId) : Object.assign(new Error(message), { name })
}
