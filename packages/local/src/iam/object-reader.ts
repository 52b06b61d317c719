import type { ReadObject } from "../aws/rekognition/rekognition.ts"
import type { S3Service } from "../aws/s3/s3.ts"
import type { Iam } from "./iam.ts"
import { objectArn } from "./needs/s3.ts"

/** Reads objects in a caller's name, as Rekognition does, which does not tell what is denied from what is not there. */
export function objectReader({ getObject }: Pick<S3Service, "getObject">, iam: Iam): ReadObject {
  return async (bucket, key, { accessKeyId }) => {
    const need = { action: "s3:GetObject", resource: objectArn(bucket, key) }
    return iam.refusal(accessKeyId, need) === undefined ? (await getObject(bucket, key))?.body : undefined
  }
}
