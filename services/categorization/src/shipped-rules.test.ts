import { featuresOf, intakeProfiles, profileNamed } from "@darkroom/events"
import { describe, expect, it } from "vitest"
import { decide } from "./decide.ts"
import type { Facts } from "./facts.ts"
import { face, factsWith, label, line, unsafe } from "./facts.fixture.ts"

/** What the rules of that profile say of a photo; only what the profile asks for was answered. */
function verdict(name: string, facts: Partial<Facts>) {
  const profile = profileNamed(name)
  return decide(factsWith({ ...facts, features: featuresOf(profile) }), profile.rules!)
}

type Case = readonly [photo: string, facts: Partial<Facts>, category: string, rule: string | null, reason: string]

function decides(profile: string, cases: readonly Case[]) {
  describe(`the rules of ${profile}`, () => {
    it.each(cases)("%s", (_, facts, category, rule, reason) => {
      expect(verdict(profile, facts)).toEqual({ category, rule, reason })
    })
  })
}

const lines = (count: number, confidence = 95) => Array.from({ length: count }, () => line("Lorem ipsum", confidence))
const animal = (name: string, confidence: number) => [
  label("Animal", confidence, { categories: ["Animals and Pets"] }),
  label(name, confidence, { parents: ["Animal", "Mammal"], categories: ["Animals and Pets"] }),
]
const chair = (side: number, confidence = 92) =>
  label("Chair", confidence, {
    parents: ["Furniture"],
    categories: ["Furniture and Furnishings"],
    boxes: [[side, side]],
  })

decides("incoming", [
  ["a tree", { labels: [label("Tree", 80)] }, "success", "something", "Tree was seen at 80 %; 80 % are asked for."],
  [
    "perhaps a tree",
    { labels: [label("Tree", 79.9)] },
    "review",
    null,
    "Nothing was seen at 80 % or more; the surest, Tree, has 79.9 %.",
  ],
  ["nothing", {}, "review", null, "Nothing was seen."],
])

decides("images", [
  ["a dog", { labels: animal("Dog", 97.4) }, "success", "dog", "Dog was seen at 97.4 %; 90 % are asked for."],
  ["perhaps a dog", { labels: animal("Dog", 61.2) }, "failure", null, "No Dog at 90 % or more; the surest has 61.2 %."],
  ["a cat", { labels: animal("Cat", 99) }, "failure", null, "No Dog was seen."],
])

it("leaves a photo to a person where labels could not be asked for", () => {
  const failed = [{ feature: "labels", code: "AccessDeniedException", message: "Not allowed." }] as const
  expect(verdict("images", { failed: [...failed] })).toMatchObject({ category: "review", rule: null })
})

decides("moderation", [
  ["a landscape", {}, "success", null, "Nothing to moderate was found."],
  [
    "a fight",
    { moderation: [unsafe("Violence", 91), unsafe("Graphic Violence", 91, "Violence")] },
    "failure",
    "unsafe",
    "Violence was found at 91 %; the rule asks for 80 %.",
  ],
  [
    "perhaps a fight",
    { moderation: [unsafe("Violence", 63.5)] },
    "review",
    "doubtful",
    "Violence was found at 63.5 %; the rule asks for 50 %.",
  ],
  [
    "a beach",
    { moderation: [unsafe("Swimwear or Underwear", 96)] },
    "review",
    "sensitive",
    "Swimwear or Underwear was found at 96 %; the rule asks for 80 %.",
  ],
  [
    "perhaps a glass of wine",
    { moderation: [unsafe("Alcohol", 55)] },
    "success",
    null,
    "No Explicit, Violence, Visually Disturbing or Hate Symbols was found. Nothing to moderate was found at 80 % or more; the surest, Alcohol, has 55 %.",
  ],
])

decides("products", [
  [
    "a chair",
    { labels: [chair(0.5)] },
    "success",
    "product",
    "Chair (Furniture and Furnishings) takes 25 % of the picture; at least 10 % are asked for.",
  ],
  [
    "a chair far away",
    { labels: [chair(0.2)] },
    "review",
    "small",
    "Chair (Furniture and Furnishings) takes 4 % of the picture.",
  ],
  [
    "a lipstick, without a box",
    { labels: [label("Lipstick", 88, { categories: ["Beauty and Personal Care"] })] },
    "review",
    "small",
    "Lipstick (Beauty and Personal Care) was seen at 88 %; the rule asks for 70 %.",
  ],
  [
    "a person in a chair",
    { labels: [chair(0.5), label("Person", 91)] },
    "review",
    "people",
    "Person was seen at 91 %; the rule asks for 80 %.",
  ],
  [
    "a face on a mug",
    { labels: [chair(0.5)], faces: [face(97)] },
    "review",
    "people",
    "1 face was seen at 90 % or more; the rule asks for at least 1.",
  ],
  [
    "a preview of an agency",
    { labels: [chair(0.5)], text: [line("ShutterStock")] },
    "review",
    "watermark",
    "1 line that fits the rule's pattern was read at 80 % or more; the rule asks for at least 1.",
  ],
  [
    "an advertisement",
    { labels: [chair(0.5)], text: lines(6) },
    "review",
    "text",
    "6 lines were read at 80 % or more; the rule asks for at least 6.",
  ],
  [
    "a box with its name on it",
    { labels: [chair(0.5)], text: lines(5) },
    "success",
    "product",
    "Chair (Furniture and Furnishings) takes 25 % of the picture; at least 10 % are asked for.",
  ],
  [
    "an empty room",
    { labels: [label("Indoors", 99, { categories: ["Home and Indoors"] })] },
    "failure",
    null,
    "Indoors (Home and Indoors) was seen, but without a box that says how many or how large.",
  ],
  [
    "a dog",
    { labels: animal("Dog", 99) },
    "failure",
    null,
    "Nothing from Apparel and Accessories, Beauty and Personal Care, Everyday Objects or 12 more was seen.",
  ],
])

decides("wildlife", [
  [
    "a deer",
    { labels: animal("Deer", 82) },
    "success",
    "animal",
    "Deer (a kind of Animal) was seen at 82 %; 60 % are asked for.",
  ],
  [
    "a deer at night",
    { labels: animal("Deer", 44) },
    "review",
    "perhaps",
    "Deer (a kind of Animal) was seen at 44 %; the rule asks for 40 %.",
  ],
  [
    "an animal of no known kind",
    { labels: [label("Animal", 85)] },
    "review",
    "perhaps",
    "Animal was seen at 85 %; the rule asks for 40 %.",
  ],
  [
    "a walker with a dog",
    { labels: [...animal("Dog", 95), label("Person", 50)] },
    "review",
    "person",
    "Person was seen at 50 %; the rule asks for 50 %.",
  ],
  [
    "a car",
    { labels: [label("Car", 90, { parents: ["Vehicle"] }), label("Vehicle", 90)] },
    "review",
    "vehicle",
    "Vehicle was seen at 90 %; the rule asks for 70 %.",
  ],
  ["moving grass", { labels: [label("Grass", 99)] }, "failure", null, "No kind of Animal was seen."],
])

decides("documents", [
  [
    "a letter",
    { text: lines(3) },
    "success",
    "readable",
    "3 lines were read at 80 % or more; at least 3 are asked for.",
  ],
  ["a blurred letter", { text: lines(9, 62) }, "review", "little", "9 lines were read; the rule asks for at least 1."],
  ["a note", { text: lines(2) }, "review", "little", "2 lines were read; the rule asks for at least 1."],
  [
    "a street with signs",
    { text: lines(4), labels: [label("Street", 93)] },
    "review",
    "scene",
    "Street was seen at 93 %; the rule asks for 80 %. 4 lines were read; the rule asks for at least 1.",
  ],
  [
    "a street without signs",
    { labels: [label("Street", 93)] },
    "failure",
    null,
    "No line was read at 80 % or more; at least 3 are asked for.",
  ],
])

it("asks Rekognition for nothing surer than the rules need", () => {
  for (const { name, rules, recognition } of intakeProfiles) {
    for (const [, feature, min] of JSON.stringify(rules).matchAll(
      /"(label|faces|text|moderation)":\{[^{}]*"minConfidence":([\d.]+)/g,
    )) {
      const asked = recognition?.[feature === "label" ? "labels" : (feature as "faces" | "text" | "moderation")]
      expect(asked?.minConfidence, `${name}: ${feature}`).toBeLessThanOrEqual(Number(min))
    }
  }
})
