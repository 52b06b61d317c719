import type { Cases } from "./clients.ts"
import { s3BucketCases } from "./s3-bucket-cases.ts"
import { s3MultipartCases } from "./s3-multipart-cases.ts"
import { s3ObjectCases } from "./s3-object-cases.ts"

export const s3Cases: Cases = { ...s3BucketCases, ...s3MultipartCases, ...s3ObjectCases }
