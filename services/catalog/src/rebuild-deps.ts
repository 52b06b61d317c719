import { S3Client } from "@aws-sdk/client-s3"
import type { Claim } from "@darkroom/events"
import { claimsIn, lazy, linked } from "@darkroom/lambda"
import { catalogDocuments } from "./deps.ts"
import { type Partition, partitionsOf } from "./partition.ts"

export interface RebuildDeps {
  readonly partitions: Partition
  /** The payload of an event with a claim check. Throws ClaimUnreadable. */
  redeem(claim: Claim): Promise<unknown>
}

export const defaultRebuildDeps = lazy((): RebuildDeps => {
  const { redeem } = claimsIn(linked("Output").name, new S3Client({}))
  return { partitions: partitionsOf(catalogDocuments(), linked("ImageMetadata").name), redeem }
})
