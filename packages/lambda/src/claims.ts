import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3"
import type { Claim, DarkroomEvent } from "@darkroom/events"
import { CLAIMS_PREFIX } from "./claims-prefix.ts"
import { ClaimUnreadable } from "./errors.ts"

export interface Claims {
  store(event: DarkroomEvent, json: string): Promise<Claim>
  /** The payload. Throws ClaimUnreadable. */
  redeem(claim: Claim): Promise<unknown>
}

/** Claim checks in one bucket, an object an event id, and one more for each earlier version. */
export function claimsIn(bucket: string, client: Pick<S3Client, "send">): Claims {
  return {
    async store(event, json) {
      const { id, version, downcastFrom } = event.metadata
      const name = downcastFrom === undefined ? id : `${id}.v${version}`
      const key = `${CLAIMS_PREFIX}${event.type}/${name}.json`
      const body = Buffer.from(json)
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "application/json" }))
      return { bucket, key, bytes: body.length }
    },
    async redeem(claim) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: claim.bucket, Key: claim.key }))
        return JSON.parse((await Body?.transformToString()) ?? "")
      } catch (cause) {
        throw new ClaimUnreadable(`s3://${claim.bucket}/${claim.key}`, { cause })
      }
    },
  }
}
