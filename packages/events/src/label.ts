import { z } from "zod"

export const boundingBoxSchema = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
export const labelSchema = z.object({
  name: z.string().min(1),
  confidence: z.number().min(0).max(100).describe("Per cent"),
  parents: z.array(z.string()),
  categories: z.array(z.string()),
  instances: z.array(
    z.object({
      confidence: z.number().min(0).max(100),
      boundingBox: boundingBoxSchema.describe("Ratios of the upright image's width and height"),
    }),
  ),
})
export type Label = z.infer<typeof labelSchema>
