import type { OpenObject, ReadObject } from "../aws/rekognition/rekognition.ts"
import type { S3Service } from "../aws/s3/s3.ts"
import type { Iam } from "./iam.ts"
import { objectArn } from "./needs/s3.ts"

/** Reads objects in a caller's name, as Rekognition does, which does not tell what is denied from what is not there. */
export function objectReader({ getObject }: Pick<S3Service, "getObject">, iam: Iam): ReadObject {
  return async (bucket, key, { accessKeyId }) =>
    mayRead(iam, accessKeyId, bucket, key) ? (await getObject(bucket, key))?.body : undefined
}

/** Opens them likewise: videos are large. */
export function objectOpener({ openObject }: Pick<S3Service, "openObject">, iam: Iam): OpenObject {
  return async (bucket, key, { accessKeyId }) =>
    mayRead(iam, accessKeyId, bucket, key) ? openObject(bucket, key) : undefined
}

function mayRead(iam: Iam, accessKeyId: string, bucket: string, key: string): boolean {
  return iam.refusal(accessKeyId, { action: "s3:GetObject", resource: objectArn(bucket, key) }) === undefined
}
