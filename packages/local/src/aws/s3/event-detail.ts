import { objectFields, S3_ITSELF } from "./occurred.ts"
import type { Occurred } from "./occurred.ts"
import { occurrence } from "./occurrences.ts"
import type { S3EventDetail } from "./types.ts"

/** The version of the detail's structure that these events have, which consumers may compare. */
const EVENT_VERSION = "1.1"

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function eventDetail(occurred: Occurred): S3EventDetail {
  const { name, subject, versioned, requestId, requester, sourceIpAddress, extra } = occurred
  return {
    version: "0",
    "event-version": EVENT_VERSION,
    bucket: { name: subject.bucket },
    object: {
      key: subject.key,
      ...objectFields(occurred),
      ...(versioned ? { "version-id": subject.version } : {}),
      ...(name === "ObjectCreated:Copy" ? { "has-object-annotation": false } : {}),
    },
    "request-id": requestId,
    requester: requester ?? S3_ITSELF,
    ...(sourceIpAddress === undefined ? {} : { "source-ip-address": sourceIpAddress }),
    ...occurrence(name).detail,
    ...extra,
  }
}
