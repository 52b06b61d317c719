import type { S3Operation } from "./types.ts"
import { xmlDocument } from "./xml.ts"

const XML = { "content-type": "application/xml" }

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets: S3Operation = (_request, { buckets, context, started }) => {
  const CreationDate = new Date(started).toISOString()
  const Bucket = [...buckets.keys()].toSorted().map((Name) => ({ Name, CreationDate, BucketRegion: context.region }))
  const body = xmlDocument("ListAllMyBucketsResult", { Owner: { ID: context.accountId }, Buckets: { Bucket } })
  return { status: 200, headers: XML, body }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket: S3Operation = (_request, { context }) => ({
  status: 200,
  headers: { ...XML, "x-amz-bucket-region": context.region, "x-amz-access-point-alias": "false" },
})

/** us-east-1 is an empty constraint. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation: S3Operation = (_request, { context }) => ({
  status: 200,
  headers: XML,
  body: xmlDocument("LocationConstraint", context.region === "us-east-1" ? "" : context.region),
})
