import { z } from "zod"

/** What rules make of a photo; `review` is a person's to decide. */
export const categorySchema = z.enum(["success", "failure", "review"])
export type Category = z.infer<typeof categorySchema>

export const dispositionSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("tag") }),
    z.object({ kind: z.literal("move"), key: z.string().min(1).describe("The original's new key") }),
  ])
  .describe("What becomes of the original: nothing, the object tag darkroom:category, or another key with that tag")
export type Disposition = z.infer<typeof dispositionSchema>

export const decisionSchema = z.object({
  rules: z.string().min(1).describe("Name of the rule set"),
  rule: z.string().nullable().describe("The rule that decided; null where none did"),
  category: categorySchema,
  reason: z.string().min(1).describe("Why, in a sentence or two for people"),
  disposition: dispositionSchema,
})
export type Decision = z.infer<typeof decisionSchema>

export const decisionExample = {
  rules: "dogs",
  rule: "dog",
  category: "success",
  reason: "Dog was seen at 97.4 %; 90 % are asked for.",
  disposition: { kind: "move", key: "analyzed/success/0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11/IMG_0042.jpg" },
} as const satisfies Decision
