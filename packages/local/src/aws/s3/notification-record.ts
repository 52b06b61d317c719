import { urlEncode } from "./listing-xml.ts"
import { occurrence } from "./occurrences.ts"
import { objectFields, S3_ITSELF } from "./occurred.ts"
import type { Extra, Occurred } from "./occurred.ts"
import type { S3Internals } from "./types.ts"

/** What a function, queue or topic gets, as JSON. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function notificationRecord({ context }: S3Internals, occurred: Occurred, configurationId: string): string {
  const { name, time, requestId, requester, subject, versioned, extra } = occurred
  const { etag, ...fields } = objectFields(occurred)
  const Record = {
    eventVersion: occurrence(name).recordVersion,
    eventSource: "aws:s3",
    awsRegion: context.region,
    eventTime: new Date(time).toISOString(),
    eventName: name,
    userIdentity: { principalId: requester === undefined ? S3_ITSELF : `AWS:${requester}` },
    requestParameters: { sourceIPAddress: occurred.sourceIpAddress ?? S3_ITSELF },
    responseElements: { "x-amz-request-id": requestId, "x-amz-id-2": requestId },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId,
      bucket: {
        name: subject.bucket,
        ownerIdentity: { principalId: context.accountId },
        arn: `arn:aws:s3:::${subject.bucket}`,
      },
      object: {
        key: urlEncode(subject.key),
        ...fields,
        ...(etag === undefined ? {} : { eTag: etag }),
        ...(versioned ? { versionId: subject.version } : {}),
      },
    },
    ...eventData(extra),
  }
  return JSON.stringify({ Records: [Record] })
}

function eventData(extra: Extra): Record<string, unknown> {
  const destinationStorageClass = extra["destination-storage-class"]
  if (destinationStorageClass !== undefined)
    return { lifecycleEventData: { transitionEventData: { destinationStorageClass } } }
  const expiry = extra["restore-expiry-time"]
  if (expiry === undefined) return {}
  const restoreEventData = {
    lifecycleRestorationExpiryTime: new Date(expiry).toISOString(),
    lifecycleRestoreStorageClass: extra["source-storage-class"],
  }
  return { glacierEventData: { restoreEventData } }
}
