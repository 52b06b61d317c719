import { patternSizes, ruleCounts, targetCounts, validPatterns } from "./eventbridge.ts"
import { added, changed, keeps, production } from "./stages.fixture.ts"

const pattern = (detail: object) => ({ eventPattern: JSON.stringify({ detail }) })

keeps(patternSizes, {
  broken: {
    "a pattern that is too long": [
      changed("IngestRule", pattern({ a: ["x".repeat(2_048)] })),
      /^IngestRule: a pattern of \d+ characters exceeds 2,048$/,
    ],
  },
})

keeps(validPatterns, {
  broken: {
    "wildcards that are too complex": [
      changed("IngestRule", pattern({ arn: [{ wildcard: "*:*:*:*:*:event-bus/*" }] })),
      /^IngestRule: .*too complex/,
    ],
    "a comparison that EventBridge does not have": [
      changed("IngestRule", pattern({ key: [{ glob: "*" }] })),
      /^IngestRule: /,
    ],
  },
})

const rules = (count: number, detail: object) =>
  Array.from({ length: count }, (_, index) => `More${index}`).reduce(
    (resources, name) =>
      added("cloudwatch/eventRule", name, { name, eventBusName: "default", ...pattern(detail) }, resources),
    production,
  )

keeps(ruleCounts, {
  broken: {
    "more rules than a bus takes": [rules(299, { a: ["b"] }), "default: has 301 rules, and 300 is the quota"],
    "more rules with wildcards than a bus takes": [
      rules(30, { a: [{ wildcard: "*b" }] }),
      "default: has 31 rules with wildcards, and 30 is the quota",
    ],
  },
})

const target = { rule: "IngestForeignRule", eventBusName: "default", arn: "arn:aws:sqs:us-east-1:1:queue" }

keeps(targetCounts, {
  broken: {
    "more targets than a rule takes": [
      ["1", "2", "3", "4", "5"].reduce((all, name) => added("cloudwatch/eventTarget", name, target, all), production),
      "IngestForeignRule: has 6 targets, and 5 is the quota",
    ],
  },
})
