import { RekognitionClient } from "@aws-sdk/client-rekognition"
import type { DetectedFace, Seeing } from "@darkroom/vision"
import sharp from "sharp"
import { onTestFinished } from "vitest"
import { startGateway } from "../gateway.ts"
import { systemClock } from "../../clock.ts"
import type { AwsService, ServiceContext } from "../service.ts"
import { type DetectedLabel, type RekognitionOptions, rekognitionService } from "./rekognition.ts"

export const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "red" } })

/** As small as Rekognition takes them. */
export const image = await blank(80, 80).jpeg().toBuffer()

export interface Sights extends Partial<Seeing> {
  detectLabels?(image: Uint8Array): Promise<readonly DetectedLabel[]>
}

/** A gateway with a Rekognition that sees this and nothing else, and a client that does not try again. */
export async function startRekognition(
  sights: Sights = {},
  options: Partial<Omit<RekognitionOptions, "recogniser">> = {},
  context: Pick<ServiceContext, "clock"> = { clock: systemClock },
  wrap: (service: AwsService) => AwsService = (service) => service,
) {
  const recogniser = { detectLabels: async () => [], ...sights }
  const service = wrap(rekognitionService({ recogniser, readObject: async () => undefined, ...options }, context))
  const gateway = await startGateway({ port: 0, services: [service] })
  const credentials = { accessKeyId: "tagging", secretAccessKey: "local" }
  const client = new RekognitionClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  return { client }
}

/** A face of a size, with all that a recogniser may know. */
export function face(width: number, more: Partial<DetectedFace> = {}): DetectedFace {
  return {
    confidence: 99,
    boundingBox: { left: 0.1, top: 0.2, width, height: width },
    landmarks: [
      { type: "eyeLeft", x: 0.2, y: 0.3 },
      { type: "chinBottom", x: 0.25, y: 0.5 },
    ],
    pose: { roll: 1, yaw: 2, pitch: 3 },
    quality: { brightness: 70, sharpness: 80 },
    ...more,
  }
}
