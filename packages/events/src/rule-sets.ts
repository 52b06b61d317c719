import { defineRules } from "./define-rules.ts"
import type { Condition } from "./rules.ts"

/** Anything at all that was recognised; what shows nothing, a person looks at. */
export const recognised = defineRules({
  name: "recognised",
  rules: [{ name: "something", when: { label: { minConfidence: 80 } }, category: "success" }],
  otherwise: "review",
  filing: { kind: "tag" },
})

/** Photos of dogs. */
export const dogs = defineRules({
  name: "dogs",
  rules: [{ name: "dog", when: { label: { name: "Dog", minConfidence: 90 } }, category: "success" }],
  otherwise: "failure",
  filing: { kind: "move", prefix: "analyzed/", archiveAfterDays: 30 },
})

/** Of the top of Rekognition's taxonomy, what nobody wants to show. https://docs.aws.amazon.com/rekognition/latest/dg/moderation.html */
const forbidden = ["Explicit", "Violence", "Visually Disturbing", "Hate Symbols"]

/** What must not be shown, and what a person has to decide on: the same less surely, and what some places allow (swimwear, alcohol ...). */
export const moderated = defineRules({
  name: "moderated",
  rules: [
    { name: "unsafe", when: { moderation: { name: forbidden, minConfidence: 80 } }, category: "failure" },
    { name: "doubtful", when: { moderation: { name: forbidden, minConfidence: 50 } }, category: "review" },
    { name: "sensitive", when: { moderation: { minConfidence: 80 } }, category: "review" },
  ],
  otherwise: "success",
  filing: { kind: "tag" },
})

/** Rekognition's categories of what shops sell. https://docs.aws.amazon.com/rekognition/latest/dg/labels.html */
const things = [
  "Apparel and Accessories",
  "Beauty and Personal Care",
  "Everyday Objects",
  "Food and Beverage",
  "Furniture and Furnishings",
  "Home Appliances",
  "Kitchen and Dining",
  "Technology and Computing",
  "Tools and Machinery",
  "Toys and Gaming",
  "Vehicles and Automotive",
]
/** Rooms, sports and hobbies are in these categories too; what has a box is a thing. */
const goods = [...things, "Hobbies and Interests", "Home and Indoors", "Sports", "Travel and Adventure"]

/** Of picture agencies and web addresses, as they are written across previews. */
const watermark =
  "\\b(?:shutterstock|getty ?images|istock|adobe ?stock|alamy|dreamstime|depositphotos|123rf|watermark)\\b|©|www\\."

/** Goods that fill enough of the picture, without people, watermarks and a lot of writing. */
export const products = defineRules({
  name: "products",
  rules: [
    {
      name: "people",
      when: {
        any: [{ label: { name: "Person", minConfidence: 80 } }, { faces: { count: { min: 1 }, minConfidence: 90 } }],
      },
      category: "review",
    },
    { name: "watermark", when: { text: { pattern: watermark, minConfidence: 80 } }, category: "review" },
    { name: "text", when: { text: { minConfidence: 80, lines: { min: 6 } } }, category: "review" },
    {
      name: "product",
      when: { label: { category: goods, minConfidence: 70, area: { min: 0.1 } } },
      category: "success",
    },
    // Rekognition names more things than it draws boxes around, so that a person has to see how large those are.
    {
      name: "small",
      when: {
        any: [
          { label: { category: goods, minConfidence: 70, area: { min: 0 } } },
          { label: { category: things, minConfidence: 70 } },
        ],
      },
      category: "review",
    },
  ],
  otherwise: "failure",
  filing: { kind: "tag" },
})

/** Traps in the wild: most frames are empty. People are not what they are for, and their frames are not to go around unseen. */
export const wildlife = defineRules({
  name: "wildlife",
  rules: [
    { name: "person", when: { label: { name: "Person", minConfidence: 50 } }, category: "review" },
    { name: "vehicle", when: { label: { name: "Vehicle", minConfidence: 70 } }, category: "review" },
    { name: "animal", when: { label: { parent: "Animal", minConfidence: 60 } }, category: "success" },
    // At night, in fog, half out of the frame; or an animal of no kind that could be told.
    {
      name: "perhaps",
      when: {
        any: [{ label: { parent: "Animal", minConfidence: 40 } }, { label: { name: "Animal", minConfidence: 40 } }],
      },
      category: "review",
    },
  ],
  otherwise: "failure",
  filing: { kind: "move", prefix: "analyzed-wildlife/", archiveAfterDays: 90 },
})

/** What is in photos of streets and landscapes, whose signs are no documents. */
const scene: Condition = {
  label: { name: ["Animal", "City", "Landscape", "Outdoors", "Road", "Street", "Vehicle"], minConfidence: 80 },
}

/** Pictures of text that can be read, and not of a street with signs in it. */
export const documents = defineRules({
  name: "documents",
  rules: [
    { name: "scene", when: { all: [scene, { text: {} }] }, category: "review" },
    { name: "readable", when: { text: { minConfidence: 80, lines: { min: 3 } } }, category: "success" },
    { name: "little", when: { text: {} }, category: "review" },
  ],
  otherwise: "failure",
  filing: { kind: "tag" },
})
