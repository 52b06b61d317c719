import type { Condition } from "@darkroom/events"
import { describe, expect, it } from "vitest"
import { evaluate } from "./evaluate.ts"
import type { Facts } from "./facts.ts"
import { face, factsWith, label, line, metadata, unsafe } from "./facts.fixture.ts"
import type { Truth } from "./outcome.ts"
import { reasonOf } from "./wording.ts"

type Case = readonly [condition: Condition, facts: Partial<Facts>, value: Truth, reason: string]

function holds(cases: readonly Case[]) {
  it.each(cases)("%j of %j is %s: %s", (condition, facts, value, reason) => {
    const outcome = evaluate(condition, factsWith(facts))
    expect([outcome.value, reasonOf(outcome.because)]).toEqual([value, reason])
  })
}

const dog = { label: { name: "dog", minConfidence: 90 } }
const zebra = label("Zebra", 91, { parents: ["Animal", "Mammal"], categories: ["Animals and Pets"] })

describe("a label", () => {
  holds([
    [dog, { labels: [label("Dog", 97.4)] }, true, "Dog was seen at 97.4 %; 90 % are asked for."],
    [dog, { labels: [label("DOG", 90)] }, true, "DOG was seen at 90 %; 90 % are asked for."],
    [dog, { labels: [label("Dog", 61.23)] }, false, "No dog at 90 % or more; the surest has 61.2 %."],
    [dog, { labels: [label("Dog", 89.996)] }, false, "No dog at 90 % or more; the surest has 89.996 %."],
    [dog, { labels: [label("Dogs", 99)] }, false, "No dog was seen."],
    [
      { label: { parent: "animal", minConfidence: 60 } },
      { labels: [zebra] },
      true,
      "Zebra (a kind of Animal) was seen at 91 %; 60 % are asked for.",
    ],
    [
      { label: { parent: "Animal", minConfidence: 95 } },
      { labels: [zebra] },
      false,
      "No kind of Animal at 95 % or more; the surest, Zebra, has 91 %.",
    ],
    [
      { label: { category: "animals and pets" } },
      { labels: [zebra] },
      true,
      "Zebra (Animals and Pets) was seen at 91 %.",
    ],
    [
      { label: { category: ["Sports", "Symbols and Flags"] } },
      { labels: [zebra] },
      false,
      "Nothing from Sports or Symbols and Flags was seen.",
    ],
    [
      { label: { minConfidence: 80 } },
      { labels: [label("Tree", 61)] },
      false,
      "Nothing was seen at 80 % or more; the surest, Tree, has 61 %.",
    ],
    [
      { label: { name: ["Cat", "Zebra"], parent: "Bird" } },
      { labels: [zebra] },
      false,
      "No Cat or Zebra, a kind of Bird was seen.",
    ],
    [
      { label: { name: "Bird", minConfidence: 80 } },
      { labels: [label("Bird", 79), label("Tree", 99)] },
      false,
      "No Bird at 80 % or more; the surest has 79 %.",
    ],
  ])
})

describe("how many and how large", () => {
  const two: Partial<Facts> = {
    labels: [
      label("Dog", 90, {
        boxes: [
          [0.1, 0.1],
          [0.7, 0.1],
        ],
      }),
    ],
  }
  holds([
    [{ label: { name: "Dog", count: { min: 2 } } }, two, true, "Dog was seen 2 times; at least 2 are asked for."],
    [{ label: { name: "Dog", count: { min: 3 } } }, two, false, "Dog was seen 2 times; at least 3 are asked for."],
    [{ label: { name: "Dog", count: { max: 2 } } }, two, true, "Dog was seen 2 times; at most 2 are allowed."],
    [{ label: { name: "Dog", count: { max: 1 } } }, two, false, "Dog was seen 2 times; at most 1 is allowed."],
    [
      { label: { name: "Dog", count: { min: 2, max: 2 } } },
      two,
      true,
      "Dog was seen 2 times; exactly 2 are asked for.",
    ],
    [
      { label: { name: "Dog", area: { min: 0.07 } } },
      two,
      true,
      "Dog takes 7 % of the picture; at least 7 % are asked for.",
    ],
    [
      { label: { name: "Dog", area: { min: 0.0701 } } },
      two,
      false,
      "Dog takes 7 % of the picture; at least 7.01 % are asked for.",
    ],
    [
      { label: { name: "Dog", area: { max: 0.0699 } } },
      two,
      false,
      "Dog takes 7 % of the picture; at most 6.99 % are allowed.",
    ],
    [
      { label: { name: "Dog", minConfidence: 95, area: { min: 0 } } },
      {
        labels: [
          {
            ...label("Dog", 99),
            instances: [{ confidence: 94, boundingBox: { left: 0, top: 0, width: 1, height: 1 } }],
          },
        ],
      },
      false,
      "Dog has no box at 95 % or more.",
    ],
    [
      { label: { name: "Dog", count: { min: 0 } } },
      { labels: [label("Dog", 99)] },
      false,
      "Dog was seen, but without a box that says how many or how large.",
    ],
  ])
  it("wants all of one label", () => {
    const labels = [
      label("Cup", 90, { boxes: [[0.9, 0.9]] }),
      label("Fork", 99, {
        boxes: [
          [0.1, 0.1],
          [0.1, 0.1],
        ],
      }),
    ]
    const condition = { label: { count: { min: 2 }, area: { min: 0.5 } } }
    expect(evaluate(condition, factsWith({ labels })).value).toBe(false)
  })
})

describe("faces", () => {
  const three: Partial<Facts> = { faces: [face(99, 0.5, 0.5), face(95), face(90)] }
  holds([
    [{ faces: {} }, { faces: [face(99)] }, true, "1 face was seen; at least 1 is asked for."],
    [{ faces: {} }, {}, false, "No face was seen; at least 1 is asked for."],
    [{ faces: { count: { max: 2 } } }, three, false, "3 faces were seen; at most 2 are allowed."],
    [
      { faces: { count: { max: 2 }, minConfidence: 90.1 } },
      three,
      true,
      "2 faces were seen at 90.1 % or more; at most 2 are allowed.",
    ],
    [{ faces: { count: { max: 0 } } }, three, false, "3 faces were seen; none is allowed."],
    [
      { faces: { area: { min: 0.25 } } },
      three,
      true,
      "1 face that takes at least 25 % of the picture was seen; at least 1 is asked for.",
    ],
  ])
})

describe("text", () => {
  const text = [line("Invoice 42"), line("TOTAL 9.50", 80), line("Invoice", 99, "word")]
  holds([
    [{ text: {} }, { text }, true, "2 lines were read; at least 1 is asked for."],
    [{ text: { lines: { min: 3 } } }, { text }, false, "2 lines were read; at least 3 are asked for."],
    [{ text: { minConfidence: 80.1 } }, { text }, true, "1 line was read at 80.1 % or more; at least 1 is asked for."],
    [
      { text: { pattern: "total|sum" } },
      { text },
      true,
      '1 line with "total" or "sum" was read; at least 1 is asked for.',
    ],
    [
      { text: { pattern: "^\\d+$" } },
      { text },
      false,
      "No line that fits the rule's pattern was read; at least 1 is asked for.",
    ],
    [
      { text: { pattern: "ünï" } },
      { text: [line("ÜNÏCODE")] },
      true,
      '1 line with "ünï" was read; at least 1 is asked for.',
    ],
    [
      { text: { pattern: "end" } },
      { text: [line(`${"x".repeat(197)}end`)] },
      true,
      '1 line with "end" was read; at least 1 is asked for.',
    ],
    [
      { text: { pattern: "end" } },
      { text: [line(`${"x".repeat(198)}end`)] },
      false,
      'No line with "end" was read; at least 1 is asked for.',
    ],
  ])
})

describe("moderation and celebrities", () => {
  const moderation = [unsafe("Violence", 88.1), unsafe("Weapons", 70, "Violence")]
  const celebrities = [{ id: "1", name: "Ada Lovelace", confidence: 98, boundingBox: null, urls: [] }]
  holds([
    [
      { moderation: { minConfidence: 88.1 } },
      { moderation },
      true,
      "Violence was found at 88.1 %; 88.1 % are asked for.",
    ],
    [
      { moderation: { minConfidence: 89 } },
      { moderation },
      false,
      "Nothing to moderate was found at 89 % or more; the surest, Violence, has 88.1 %.",
    ],
    [{ moderation: { parent: "violence" } }, { moderation }, true, "Weapons was found at 70 %."],
    [{ moderation: { name: "Explicit" } }, { moderation }, false, "No Explicit was found."],
    [{ moderation: { name: "Explicit" } }, {}, false, "Nothing to moderate was found."],
    [{ celebrity: { name: "ada lovelace" } }, { celebrities }, true, "Ada Lovelace was recognised at 98 %."],
    [{ celebrity: {} }, {}, false, "No well-known person was recognised."],
    [{ celebrity: { name: "Grace" } }, { celebrities }, false, "Nobody named Grace was recognised."],
  ])
})

describe("the camera and the day", () => {
  holds([
    [{ camera: { make: "APPLE" } }, {}, true, "The camera is Apple iPhone 15."],
    [{ camera: { make: "Apple", model: "iPhone 1" } }, {}, false, "The camera is Apple iPhone 15, not Apple iPhone 1."],
    [
      { camera: { make: "Apple" } },
      { metadata: { ...metadata, make: null } },
      false,
      "The photo does not say which camera took it.",
    ],
    [
      { camera: {} },
      { metadata: { ...metadata, make: null, model: null } },
      false,
      "The photo does not say which camera took it.",
    ],
    [
      { taken: { from: "2026-07-14", to: "2026-07-14" } },
      {},
      true,
      "The photo was taken on 2026-07-14, that is from 2026-07-14 to 2026-07-14.",
    ],
    [{ taken: { from: "2026-07-15" } }, {}, false, "The photo was taken on 2026-07-14, not 2026-07-15 or later."],
    [{ taken: { to: "2026-07-13" } }, {}, false, "The photo was taken on 2026-07-14, not 2026-07-13 or earlier."],
    [{ taken: {} }, { metadata: { ...metadata, takenAt: null } }, false, "The photo does not say when it was taken."],
  ])
  it("goes by the local day, whatever it is in UTC", () => {
    const takenAt = { local: "2026-01-01T00:30:00", offset: "+13:00", source: "x", offsetSource: "tag" } as const
    const facts = factsWith({ metadata: { ...metadata, takenAt } })
    expect(evaluate({ taken: { from: "2026-01-01" } }, facts).value).toBe(true)
  })
})

describe("unknown", () => {
  const failed = [{ feature: "text", code: "AccessDeniedException", message: "Not allowed." }] as const
  const textFailed: Partial<Facts> = { features: ["labels"], failed: [...failed] }
  const denied = "Text could not be read (AccessDeniedException)"
  holds([
    [{ text: {} }, textFailed, "unknown", denied],
    [{ faces: {} }, textFailed, "unknown", "Faces were not looked for"],
    [
      { place: { circle: { latitude: 0, longitude: 0, radiusKm: 1 } } },
      { metadata: null },
      "unknown",
      "The photo's camera, place and date are not known",
    ],
    [{ camera: {} }, { metadata: null }, "unknown", "The photo's camera, place and date are not known"],
    [{ none: [{ text: {} }] }, textFailed, "unknown", denied],
    [{ all: [{ text: {} }, dog] }, textFailed, false, "No dog was seen."],
    [{ any: [{ text: {} }, dog] }, textFailed, "unknown", denied],
    [
      { any: [{ text: {} }, dog] },
      { ...textFailed, labels: [label("Dog", 95)] },
      true,
      "Dog was seen at 95 %; 90 % are asked for.",
    ],
    [
      { none: [{ text: {} }, dog] },
      { ...textFailed, labels: [label("Dog", 95)] },
      false,
      "Dog was seen at 95 %; less than 90 % is allowed.",
    ],
  ])
  it("is what was answered and failed at once", () => {
    const facts = factsWith({ failed: [...failed], text: [line("x")] })
    expect(evaluate({ text: {} }, facts).value).toBe("unknown")
  })
})

describe("nested conditions", () => {
  const cat = { label: { name: "Cat", minConfidence: 80 } }
  holds([
    [
      { all: [dog, cat] },
      { labels: [label("Dog", 95), label("Cat", 85)] },
      true,
      "Dog was seen at 95 %; 90 % are asked for. Cat was seen at 85 %; 80 % are asked for.",
    ],
    [
      { all: [dog, { any: [cat, { faces: {} }] }] },
      { labels: [label("Dog", 95)] },
      false,
      "No Cat was seen. No face was seen; at least 1 is asked for.",
    ],
    [
      { none: [dog, { faces: { count: { min: 3 } } }] },
      { faces: [face(99)] },
      true,
      "No dog was seen. 1 face was seen; at most 2 are allowed.",
    ],
    [{ none: [{ none: [dog] }] }, { labels: [label("Dog", 95)] }, true, "Dog was seen at 95 %; 90 % are asked for."],
  ])
})
