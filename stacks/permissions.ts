import { intakeProfiles, keyMatcher, movedPrefixes } from "@darkroom/events"
import { photos } from "./storage.ts"

type Permission = { actions: string[]; resources: $util.Input<string>[] }

const matchers = intakeProfiles.map(keyMatcher)

/** Matchers of an EventBridge pattern for the keys that Darkroom takes in. */
export const intakeKeys = matchers

const intakeObjects = matchers.map((matcher) => ("prefix" in matcher ? `${matcher.prefix}*` : matcher.wildcard))
const movedObjects = movedPrefixes().map((prefix) => `${prefix}*`)
const renditionObjects = [
  ...new Set(
    intakeProfiles.flatMap(({ renditions }) => (renditions ? [`${renditions.prefix.replace("{userId}", "*")}*`] : [])),
  ),
]

function allow(actions: string[], ...resources: $util.Input<string>[]): Permission {
  return { actions, resources }
}

function within(bucket: sst.aws.Bucket, keys: readonly string[]) {
  return keys.map((key) => $interpolate`${bucket.arn}/${key}`)
}

/** Where manifests of backfills may lie in the bucket Photos. */
const MANIFEST_KEYS = ["manifests/*", "inventory/*"]

export const permissions = {
  allow,
  /** ListBucket too: without it S3 answers 403 instead of 404 for an object that is gone. */
  readOriginals: [
    allow(["s3:GetObject"], ...within(photos, [...intakeObjects, ...movedObjects])),
    allow(["s3:ListBucket"], photos.arn),
  ],
  /** Deletes, tags and moves them; nobody else does. */
  keepOriginals: [
    allow(
      ["s3:DeleteObject", "s3:GetObjectTagging", "s3:PutObjectTagging"],
      ...within(photos, [...intakeObjects, ...movedObjects]),
    ),
    allow(["s3:PutObject"], ...within(photos, movedObjects)),
  ],
  /** For forms that the gallery signs: S3 asks what the signer may do. */
  signUploads: [allow(["s3:PutObject"], ...within(photos, ["private/*/uploads/*"]))],
  /** For URLs that the gallery signs. */
  readPrivate: [allow(["s3:GetObject"], ...within(photos, ["private/*"]))],
  /** What backfills list, and manifests that lie in this bucket. */
  readManifests: [allow(["s3:ListBucket"], photos.arn), allow(["s3:GetObject"], ...within(photos, MANIFEST_KEYS))],
  writeRenditions: [allow(["s3:PutObject", "s3:DeleteObject"], ...within(photos, renditionObjects))],
}
